"use strict";
// Draws /openapi.json. All texts are put in as text, never as HTML.

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// A text in which `code` stands between backticks.
function prose(made, text) {
  (text || "").split("`").forEach((part, at) => made.append(at % 2 ? element("code", part) : part));
  return made;
}

function shapeName(schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.oneOf || schema.anyOf) return (schema.oneOf || schema.anyOf).map(shapeName).join(" or ");
  const types = [].concat(schema.type || "anything");
  return types.map((type) => (type === "array" ? "list of " + shapeName(schema.items) : type)).join(" or ");
}

function table(heads, rows) {
  const made = element("table");
  const head = made.createTHead().insertRow();
  heads.forEach((text) => head.append(element("th", text)));
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((text, at) => {
      const cell = line.insertCell();
      cell.append(at === 0 ? element("code", text) : document.createTextNode(text || ""));
    });
  }
  return made;
}

function example(schema, shapes) {
  const found = schema && schema.$ref ? shapes[schema.$ref.split("/").pop()] : schema;
  return found && (found.example !== undefined ? found.example : found.examples && found.examples[0]);
}

function bodies(title, content, shapes) {
  const made = element("div");
  for (const [kind, media] of Object.entries(content || {})) {
    made.append(element("p", `${title}: ${kind} ${shapeName(media.schema)}`));
    const shown = media.example !== undefined ? media.example : example(media.schema, shapes);
    if (shown !== undefined) made.append(element("pre", JSON.stringify(shown, null, 2)));
  }
  return made;
}

function drawOperation(path, method, operation, shapes) {
  const made = element("details");
  const head = element("summary");
  head.append(element("span", method.toUpperCase(), "method"), element("code", path));
  prose(head, " " + (operation.summary || ""));
  made.append(head);
  if (operation.description && operation.description !== operation.summary) made.append(prose(element("p"), operation.description));
  const parameters = operation.parameters || [];
  if (parameters.length) {
    const rows = parameters.map((one) => [one.name, one.in + (one.required ? ", required" : ""), shapeName(one.schema), one.description]);
    made.append(table(["parameter", "where", "shape", "meaning"], rows));
  }
  if (operation.requestBody) made.append(bodies("Body", operation.requestBody.content, shapes));
  for (const [status, response] of Object.entries(operation.responses || {})) {
    if (status === "default") continue;
    made.append(element("p", `${status}: ${response.description}`));
    made.append(bodies("Answer", response.content, shapes));
  }
  made.dataset.words = `${method} ${path} ${operation.summary || ""} ${operation.description || ""}`.toLowerCase();
  return made;
}

function drawOperations(api, shapes) {
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of ["get", "post", "put", "patch", "delete"]) {
      const operation = item[method];
      if (!operation) continue;
      const tag = (operation.tags || ["other"])[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(drawOperation(path, method, operation, shapes));
    }
  }
  const place = document.getElementById("operations");
  for (const [tag, operations] of groups) {
    const section = element("section");
    section.append(element("h2", tag), ...operations);
    place.append(section);
  }
}

function drawSchema(name, schema) {
  const made = element("details");
  made.append(element("summary", name));
  if (schema.description) made.append(prose(element("p"), schema.description));
  const required = schema.required || [];
  const rows = Object.entries(schema.properties || {}).map(([field, shape]) => [
    field,
    shapeName(shape) + (shape.readOnly ? ", in answers only" : required.includes(field) ? ", required" : ""),
    shape.description,
  ]);
  if (rows.length) made.append(table(["field", "shape", "meaning"], rows));
  const shown = example(schema, {});
  if (shown !== undefined) made.append(element("pre", JSON.stringify(shown, null, 2)));
  return made;
}

function filter(words) {
  for (const section of document.querySelectorAll("#operations section")) {
    let some = false;
    for (const one of section.querySelectorAll("details")) {
      one.hidden = !one.dataset.words.includes(words);
      some = some || !one.hidden;
    }
    section.hidden = !some;
  }
}

async function draw() {
  const answer = await fetch("/openapi.json");
  const api = await answer.json();
  const shapes = (api.components && api.components.schemas) || {};
  document.getElementById("title").textContent = `${api.info.title} ${api.info.version}`;
  prose(document.getElementById("description"), api.info.description);
  drawOperations(api, shapes);
  const place = document.getElementById("schemas");
  Object.keys(shapes).sort().forEach((name) => place.append(drawSchema(name, shapes[name])));
  const input = document.getElementById("filter");
  input.addEventListener("input", () => filter(input.value.trim().toLowerCase()));
}

draw().catch((error) => {
  document.getElementById("operations").textContent = `The description could not be loaded: ${error.message}`;
});
