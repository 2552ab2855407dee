# Copyright: (c) 2026, the fdm.failover authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The API of an AWX controller, as far as the modules of awx.awx call it: objects, lists, associations, surveys.

It keeps what it is given, hides secrets, and refuses what AWX 24.6.1 refuses of the objects that the example makes.
What is not served here answers 404, so that a call nobody thought of is seen.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, meta

Object = dict[str, Any]
USER, PASSWORD = "admin", "Controller-Passw0rd-4711"
ENCRYPTED = "$encrypted$"
TYPES = {
    "organizations": "organization",
    "execution_environments": "execution_environment",
    "instance_groups": "instance_group",
    "credential_types": "credential_type",
    "credentials": "credential",
    "projects": "project",
    "inventories": "inventory",
    "inventory_sources": "inventory_source",
    "labels": "label",
    "notification_templates": "notification_template",
    "job_templates": "job_template",
    "workflow_job_templates": "workflow_job_template",
    "workflow_job_template_nodes": "workflow_job_template_node",
    "workflow_approval_templates": "workflow_approval_template",
    "schedules": "schedule",
    "tokens": "o_auth2_access_token",
}
UNIFIED = ("projects", "job_templates", "workflow_job_templates", "inventory_sources", "workflow_approval_templates")
"""What has names in common as unified job templates; their ids are unique among all objects here."""
PARENT = {
    "inventory_sources": "inventory",
    "schedules": "unified_job_template",
    "workflow_job_template_nodes": "workflow_job_template",
}
"""What a name is unique in, where that is not the organisation."""
DEFAULTS: dict[str, Object] = {
    "inventories": {"kind": "", "host_filter": None, "variables": ""},
    "job_templates": {"extra_vars": "", "limit": "", "survey_enabled": False, "job_slice_count": 1},
    "workflow_job_templates": {"extra_vars": "", "limit": None, "survey_enabled": False},
    "projects": {"scm_revision": "0" * 40},
}
BLOCKED_ENVIRONMENT = re.compile(r"ANSIBLE_|AWX_|PATH$|PYTHONPATH$|JOB_ID$|INVENTORY_ID$|VIRTUAL_ENV$")
PLAYBOOK = re.compile(r"^\s*?-?\s*?(?:hosts|(?:ansible\.builtin\.)?include|import_playbook):\s*?.*?$", re.MULTILINE)
"""How AWX knows a playbook of a project, apart from the long name of import_playbook, which it did not know here."""
QUESTIONS = ("text", "textarea", "password", "multiplechoice", "multiselect", "integer", "float")


class Refused(Exception):
    """HTTP 400 with a reason for a field."""


@dataclass
class Controller:
    """Everything that was made, by kind and id. ``project`` is the folder that its projects hold."""

    project: Path
    objects: dict[str, dict[int, Object]] = field(default_factory=lambda: {kind: {} for kind in TYPES})
    surveys: dict[int, Object] = field(default_factory=dict)
    links: dict[tuple[str, int, str], list[int]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    port: int = 0
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.add("organizations", {"name": "Default"})
        for name, fields in (("Vault", ["vault_password", "vault_id"]), ("Source Control", ["username", "password"])):
            inputs = {"fields": [{"id": each, "secret": each.endswith("password")} for each in fields]}
            self.add("credential_types", {"name": name, "kind": "vault", "managed": True, "inputs": inputs})

    def add(self, kind: str, values: Mapping[str, Any]) -> Object:
        """Make an object without asking whether AWX would."""
        number = next(self._ids)
        url = f"/api/v2/{kind}/{number}/"
        made = {"id": number, "type": TYPES[kind], "url": url, "related": {}, "summary_fields": {}}
        made |= DEFAULTS.get(kind, {}) | dict(values)
        if kind in ("job_templates", "workflow_job_templates"):
            made["related"] = {"survey_spec": f"{url}survey_spec/"}
        self.objects[kind][number] = made
        return made

    def named(self, kind: str, name: str) -> Object:
        """The one object of this name."""
        (found,) = (each for each in self.objects[kind].values() if each.get("name", each.get("identifier")) == name)
        return found

    def linked(self, kind: str, name: str, association: str) -> list[str]:
        """The names of what is associated with an object."""
        numbers = self.links.get((kind, self.named(kind, name)["id"], association), [])
        everything = {number: each for own in self.objects.values() for number, each in own.items()}
        return [str(everything[number].get("name", everything[number].get("identifier"))) for number in numbers]

    def writes(self) -> list[str]:
        """Every call that could change something, apart from those for tokens."""
        return [call for call in self.calls if not call.startswith("GET ") and "/tokens/" not in call]

    def application(self) -> web.Application:
        """The API as a web application."""
        application = web.Application(middlewares=[self._answer])
        application.router.add_route("*", "/{path:.*}", self._serve)
        return application

    @web.middleware
    async def _answer(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.calls.append(f"{request.method} {request.path}")
        if not self._is_known(request.headers.get("Authorization", "")):
            return web.json_response({"detail": "Authentication credentials were not provided."}, status=401)
        try:
            response: web.StreamResponse = await handler(request)
        except Refused as refused:
            response = web.json_response({"__all__": [str(refused)]}, status=400)
        response.headers.update({"X-API-Product-Name": "AWX", "X-API-Product-Version": "24.6.1"})
        return response

    def _is_known(self, authorization: str) -> bool:
        basic = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        return authorization == basic or any(
            authorization == f"Bearer {each['token']}" for each in self.objects["tokens"].values()
        )

    async def _serve(self, request: web.Request) -> web.Response:
        _api, _version, kind, *rest = request.path.strip("/").split("/")
        data = json.loads(await request.text() or "{}") if request.method in ("POST", "PATCH") else {}
        if kind == "project_updates":
            return web.json_response({"id": int(rest[0]), "status": "successful", "finished": "now", "failed": False})
        if not rest:
            return self._list(kind, request) if request.method == "GET" else self._create(kind, data)
        found = self.objects.get(kind, {}).get(int(rest[0]) if rest[0].isdecimal() else 0)
        if found is None:
            return web.json_response({"detail": "Not found."}, status=404)
        if len(rest) == 1:
            return self._one(kind, found, request.method, data)
        return self._part(kind, found, rest[1], request.method, data)

    def _list(self, kind: str, request: web.Request) -> web.Response:
        kinds = UNIFIED if kind == "unified_job_templates" else (kind,)
        found = [each for one in kinds for each in self.objects[one].values() if _matches(each, request.query)]
        results = [self._shown(each) for each in found]
        return web.json_response({"count": len(found), "next": None, "previous": None, "results": results})

    def _create(self, kind: str, data: Object) -> web.Response:
        if kind not in self.objects:
            return web.json_response({"detail": "Not found."}, status=404)
        data = {name: value for name, value in data.items() if name != "type"}
        self._check(kind, data, None)
        made = self.add(kind, data)
        if kind == "tokens":
            made["token"] = f"token-{made['id']}-{'x' * 20}"
            return web.json_response(made, status=201)
        if kind == "projects":
            made["summary_fields"] = {"current_update": {"id": next(self._ids)}}
        return web.json_response(self._shown(made), status=201)

    def _one(self, kind: str, found: Object, method: str, data: Object) -> web.Response:
        if method == "DELETE":
            del self.objects[kind][found["id"]]
            return web.Response(status=204)
        if method == "PATCH":
            data = {name: value for name, value in data.items() if name != "type"}
            self._check(kind, found | data, found)
            found |= _kept_secrets(found, data)
        return web.json_response(self._shown(found))

    def _part(self, kind: str, found: Object, part: str, method: str, data: Object) -> web.Response:
        if part == "survey_spec":
            return self._survey(found["id"], method, data)
        if part == "create_approval_template":
            made = self.add("workflow_approval_templates", data)
            found["unified_job_template"] = made["id"]
            found["related"]["unified_job_template"] = made["url"]
            return web.json_response(made, status=201)
        linked = self.links.setdefault((kind, found["id"], part), [])
        if method == "GET":
            results = [{"id": number} for number in linked]
            return web.json_response({"count": len(linked), "next": None, "previous": None, "results": results})
        if data.get("disassociate"):
            linked.remove(data["id"])
        else:
            self._check_link(part, linked, data["id"])
            linked.append(data["id"])
        return web.Response(status=204)

    def _survey(self, number: int, method: str, data: Object) -> web.Response:
        if method == "POST":
            _check_survey(data)
            self.surveys[number] = data
        return web.json_response(self.surveys.get(number, {}))

    def _shown(self, found: Object) -> Object:
        """An object as it is read: secrets of a credential are hidden."""
        if found["type"] != "credential":
            return {name: value for name, value in found.items() if name != "token"}
        secret = {each["id"] for each in self._fields(found) if each.get("secret")}
        inputs = {name: ENCRYPTED if name in secret else value for name, value in found.get("inputs", {}).items()}
        return found | {"inputs": inputs}

    def _fields(self, credential: Object) -> list[Object]:
        fields: list[Object] = self.objects["credential_types"][credential["credential_type"]]["inputs"]["fields"]
        return fields

    def _check(self, kind: str, data: Object, old: Object | None) -> None:
        name = "identifier" if "identifier" in data else "name"
        place = (name, PARENT.get(kind, "organization"))
        for other in self.objects[kind].values():
            if name in data and other is not old and all(other.get(each) == data.get(each) for each in place):
                raise Refused(f"{TYPES[kind]} with this name already exists")
        check: Callable[[Object], None] | None = getattr(self, f"_check_{kind}", None)
        if check:
            check(data)

    def _check_credential_types(self, data: Object) -> None:
        if data["kind"] not in ("cloud", "net"):
            raise Refused("kind: a custom type is cloud or net")
        known = {each["id"] for each in data["inputs"]["fields"]}
        injectors = data["injectors"]
        for name, template in [*injectors.get("env", {}).items(), *injectors.get("file", {}).items()]:
            unknown = meta.find_undeclared_variables(Environment().parse(template)) - known
            if unknown - ({"tower"} if "file" in injectors else set()):
                raise Refused(f"injectors: {name} uses an undefined field: {unknown}")
        if blocked := [name for name in injectors.get("env", {}) if BLOCKED_ENVIRONMENT.match(name)]:
            raise Refused(f"injectors: {blocked} can't be set")

    def _check_credentials(self, data: Object) -> None:
        kind = self.objects["credential_types"][data["credential_type"]]
        known = {each["id"] for each in kind["inputs"]["fields"]}
        if unknown := set(data["inputs"]) - known:
            raise Refused(f"inputs: {unknown} are not fields of {kind['name']}")
        if missing := [name for name in kind["inputs"].get("required", []) if not data["inputs"].get(name)]:
            raise Refused(f"inputs: {missing} are required by {kind['name']}")

    def _check_job_templates(self, data: Object) -> None:
        file = self.project / data["playbook"]
        if not file.is_file() or not PLAYBOOK.search(file.read_text(encoding="utf-8")):
            raise Refused(f"playbook: {data['playbook']} was not found in the project")
        if "inventory" not in data or data["inventory"] not in self.objects["inventories"]:
            raise Refused("inventory: needed, as it is not asked for on launch")

    def _check_inventory_sources(self, data: Object) -> None:
        if data["source"] == "scm" and data["source_project"] not in self.objects["projects"]:
            raise Refused("source_project: needed for a source of kind scm")
        if data.get("credential") is not None:
            raise Refused("credential: not of a kind that a source from a project takes")

    def _check_schedules(self, data: Object) -> None:
        if not re.fullmatch(r"DTSTART(;TZID=\S+)?:\d{8}T\d{6}Z? RRULE:\S*FREQ=\S+", data["rrule"]):
            raise Refused("rrule: needs one DTSTART and one RRULE")
        if "INTERVAL=" not in data["rrule"]:
            raise Refused("rrule: INTERVAL is required")

    def _check_notification_templates(self, data: Object) -> None:
        for event, message in data["messages"].items():
            if event not in ("started", "success", "error", "workflow_approval"):
                raise Refused(f"messages: unknown event {event}")
            json.loads(re.sub(r"\{\{.*?\}\}", "x", message["body"]))

    def _check_link(self, part: str, linked: list[int], number: int) -> None:
        if part == "credentials":
            types = [self.objects["credentials"][each]["credential_type"] for each in [*linked, number]]
            if len(types) != len(set(types)):
                raise Refused("credentials: one of each type only")


def _matches(found: Object, query: Mapping[str, str]) -> bool:
    either = {name.removeprefix("or__"): value for name, value in query.items() if name.startswith("or__")}
    every = {name: value for name, value in query.items() if not name.startswith("or__")}
    if either and not any(str(found.get(name)) == value for name, value in either.items()):
        return False
    return all(str(found.get(name)) == value for name, value in every.items())


def _kept_secrets(found: Object, data: Object) -> Object:
    """What is written, with a secret that comes back hidden as it was."""
    if not isinstance(data.get("inputs"), dict):
        return data
    old = found.get("inputs", {})
    return data | {"inputs": {k: old.get(k) if v == ENCRYPTED else v for k, v in data["inputs"].items()}}


def _check_survey(data: Object) -> None:
    if not data.get("spec") or "name" not in data or "description" not in data:
        raise Refused("survey: name, description and at least one question are required")
    for question in data["spec"]:
        if missing := {"type", "question_name", "variable", "required"} - set(question):
            raise Refused(f"survey: {missing} are missing")
        if question["type"] not in QUESTIONS:
            raise Refused(f"survey: unknown type {question['type']}")
        choices, default = question.get("choices", []), question.get("default", "")
        if not all(isinstance(each, str) for each in choices):
            raise Refused(f"survey: choices of {question['variable']} are text")
        number = question["type"] in ("integer", "float")
        if not isinstance(default, str) and not (number and isinstance(default, (int, float))):
            raise Refused(f"survey: the default of {question['variable']} is of the wrong type")
        if choices and default and default not in choices:
            raise Refused(f"survey: the default of {question['variable']} is none of its choices")


@contextmanager
def running_controller(project: Path) -> Iterator[Controller]:
    """A controller at a port of the loopback address, for as long as the block lasts."""
    controller = Controller(project)
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(controller.application(), access_log=None)

    async def start() -> None:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        controller.port = runner.addresses[0][1]

    loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield controller
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
