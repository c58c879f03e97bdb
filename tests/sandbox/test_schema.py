"""The Bot API's facts: complete, derived, and in step with what the sandbox answers to."""

from sandbox.telegram.methods import METHODS
from sandbox.telegram.schema import derive, methods, misfits_of_object


def test_every_method_of_the_sandbox_is_one_of_the_bot_api() -> None:
    assert {name.lower() for name in METHODS} <= methods().keys()


def test_the_facts_name_required_and_optional_parameters() -> None:
    send = methods()["sendmessage"]
    assert send["required"] == {"chat_id": "Integer or String", "text": "String"}
    assert send["optional"]["entities"] == "Array of MessageEntity"


def test_facts_are_derived_from_the_full_schema() -> None:
    parameter = {"name": "text", "type": "String", "required": True, "description": "long"}
    names = {"Message": [], "InputTextMessageContent": [parameter], "sendMessage": [parameter]}
    entries = [{"name": name, "annotations": annotations} for name, annotations in names.items()]
    facts = derive({"api": {"version": "10.3"}, "items": [{"children": entries}]})
    assert facts["bot_api"] == "10.3"
    assert facts["objects"] == {"InputTextMessageContent": {"required": {"text": "String"}, "optional": {}}}
    assert facts["methods"] == {"sendMessage": {"required": {"text": "String"}, "optional": {}}}


def test_an_object_is_held_against_its_fields() -> None:
    button = {"text": 7, "start_parameter": "cari", "colour": "blue"}
    assert list(misfits_of_object("InlineQueryResultsButton", button)) == [
        "InlineQueryResultsButton has no field colour",
        "InlineQueryResultsButton: text is no String",
    ]
    assert list(misfits_of_object("InlineQueryResultsButton", {})) == ["InlineQueryResultsButton lacks text"]
