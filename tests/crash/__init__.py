"""Killed at any point of poll, compose and deliver: nothing lost, nothing twice but what says so."""
