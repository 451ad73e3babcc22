package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value that jq reads.
 *
 * @param at where it ends, in jq's notation: {@code FILE:LINE}, where the line is 0 if its newline
 *     is missing
 */
record JqInput(JsonNode value, String at) {}
