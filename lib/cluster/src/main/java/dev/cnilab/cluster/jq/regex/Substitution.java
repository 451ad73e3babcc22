package dev.cnilab.cluster.jq.regex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.userland.stream.StreamUser;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.operators.PlusOperator;

/**
 * Replaces the matches in a text. If a replacement has several results, there are as many texts.
 */
final class Substitution {
  private static final PlusOperator PLUS = new PlusOperator();

  /** The bytes that a piece of a text takes besides its characters. */
  private static final int PIECE = 64;

  private final Scope scope;
  private final Expression replacement;
  private final StreamUser holder;
  private long held;

  /**
   * Replaces matches.
   *
   * @param replacement its input is an object of a match's named groups
   * @param holder is charged for the pieces of the texts until all have been emitted
   */
  Substitution(Scope scope, Expression replacement, StreamUser holder) {
    this.scope = scope;
    this.replacement = replacement;
    this.holder = holder;
  }

  /**
   * Emits the texts; those that differ in their first replacement come one after the other.
   *
   * @param parts a text, a match's named groups, a text and so on to a last text
   */
  void emit(List<JsonNode> parts, PathOutput output) throws JsonQueryException {
    try {
      List<List<String>> pieces = new ArrayList<>();
      for (int i = parts.size() - 2; i > 0; i -= 2) { // jq begins with the last one, too
        pieces.add(pieces(parts.get(i - 1), parts.get(i)));
      }
      each(pieces.reversed(), parts.getLast().textValue(), output);
    } finally {
      holder.hold(-held);
    }
  }

  /** What a match becomes, with the text before it. */
  private List<String> pieces(JsonNode before, JsonNode groups) throws JsonQueryException {
    List<String> pieces = new ArrayList<>();
    replacement.apply(
        scope,
        groups,
        result -> {
          String piece = PLUS.apply(scope.getObjectMapper(), before, result).textValue();
          long bytes = (long) PIECE + piece.length();
          holder.hold(bytes);
          held += bytes;
          pieces.add(piece);
        });
    return pieces;
  }

  private static void each(List<List<String>> pieces, String end, PathOutput output)
      throws JsonQueryException {
    int[] chosen = new int[pieces.size()];
    boolean more = pieces.stream().noneMatch(List::isEmpty);
    while (more) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < chosen.length; i++) {
        text.append(pieces.get(i).get(chosen[i]));
      }
      output.emit(TextNode.valueOf(text.append(end).toString()), null);
      more = next(chosen, pieces);
    }
  }

  /** The next choice: the first piece changes most often. */
  private static boolean next(int[] chosen, List<List<String>> pieces) {
    for (int i = 0; i < chosen.length; i++) {
      if (++chosen[i] < pieces.get(i).size()) {
        return true;
      }
      chosen[i] = 0;
    }
    return false;
  }
}
