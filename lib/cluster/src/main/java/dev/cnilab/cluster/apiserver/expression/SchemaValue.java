package dev.cnilab.cluster.apiserver.expression;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON with its schema, which tells whether a string is a time and a whole number a fraction. */
public record SchemaValue(JsonNode json, JsonNode schema) {}
