package dev.cnilab.cluster.apiserver.expression;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON that is of a schema, by which a text may be a time and a whole number a fraction. */
public record SchemaValue(JsonNode json, JsonNode schema) {}
