package dev.cnilab.cluster.jq.regex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.userland.stream.StreamUser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * Replaces the matches in a text. If the replacement has several results, there are as many texts.
 *
 * @param replacement its input is an object of a match's named groups
 * @param holder is charged for a text while it grows
 */
record Substitution(Scope scope, Expression replacement, PathOutput output, StreamUser holder) {
  /** The bytes that a part of a text takes besides its characters. */
  private static final int PART = 24;

  /** Emits the texts; those that differ in their first replacement come one after the other. */
  void emit(List<JsonNode> parts) throws JsonQueryException {
    emit(parts, parts.size(), new ArrayDeque<>());
  }

  private void emit(List<JsonNode> parts, int before, Deque<String> after)
      throws JsonQueryException {
    Deque<String> text = new ArrayDeque<>(after);
    long held = 0;
    try {
      for (int i = before - 1; i >= 0; i--) {
        List<String> alternatives = alternatives(parts.get(i));
        if (alternatives.size() != 1) {
          for (String each : alternatives) {
            text.addFirst(each);
            emit(parts, i, text);
            text.removeFirst();
          }
          return;
        }
        long length = PART + 2L * alternatives.getFirst().length();
        holder.hold(length);
        held += length;
        text.addFirst(alternatives.getFirst());
      }
      output.emit(TextNode.valueOf(String.join("", text)), null);
    } finally {
      holder.hold(-held);
    }
  }

  private List<String> alternatives(JsonNode part) throws JsonQueryException {
    if (part.isTextual()) {
      return List.of(part.textValue());
    }
    List<String> results = new ArrayList<>();
    replacement.apply(scope, part, result -> results.add(result.asText()));
    return results;
  }
}
