"""The Bot API's facts: complete, derived, and in step with what the sandbox answers to."""

from sandbox.telegram.methods import METHODS
from sandbox.telegram.schema import derive, methods


def test_every_method_of_the_sandbox_is_one_of_the_bot_api() -> None:
    assert {name.lower() for name in METHODS} <= methods().keys()


def test_the_facts_name_required_and_optional_parameters() -> None:
    send = methods()["sendmessage"]
    assert send["required"] == {"chat_id": "Integer or String", "text": "String"}
    assert send["optional"]["entities"] == "Array of MessageEntity"


def test_facts_are_derived_from_the_full_schema() -> None:
    parameter = {"name": "text", "type": "String", "required": True, "description": "long"}
    entries = [{"name": "Message", "annotations": []}, {"name": "sendMessage", "annotations": [parameter]}]
    facts = derive({"api": {"version": "10.3"}, "items": [{"children": entries}]})
    assert facts["bot_api"] == "10.3"
    assert facts["methods"] == {"sendMessage": {"required": {"text": "String"}, "optional": {}}}
