"""Whole journeys, over HTTP alone, as a person with the demo's chat page would make them."""
