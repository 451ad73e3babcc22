package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.patch.GoMap;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import java.util.function.Function;

/**
 * How messages quote a patch, and how they report a value of the wrong type.
 *
 * @param text the patch, or its result
 */
record QuotedPatch(String text, Function<WrongTypeException, String> complaint) {
  /** The result of a patch, which is decoded as JSON. */
  static QuotedPatch made(JsonNode object) {
    return new QuotedPatch(object.toString(), wrong -> String.valueOf(wrong.getMessage()));
  }

  /** A strategic merge patch, whose result is a map that is then converted. */
  static QuotedPatch strategic(JsonNode patch) {
    return new QuotedPatch(GoMap.text(patch), WrongTypeException::conversion);
  }
}
