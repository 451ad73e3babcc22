package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.GoMap;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import dev.cnilab.cluster.apiserver.schema.strict.StrictError;
import dev.cnilab.cluster.apiserver.schema.strict.StrictReading;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How messages quote a patch, and how they report a value of the wrong type.
 *
 * @param text the patch, or its result
 * @param unknown the words for the result's unknown fields: a decoder reports a hundred, a
 *     converter all
 */
record QuotedPatch(
    String text,
    Function<WrongTypeException, String> complaint,
    BiFunction<Struct, ObjectNode, List<String>> unknown) {
  /** The result of a patch, which is decoded as JSON. */
  static QuotedPatch made(JsonNode object) {
    return new QuotedPatch(
        object.toString(),
        wrong -> String.valueOf(wrong.getMessage()),
        (type, result) ->
            StrictReading.ofMap(type, result).stream().map(StrictError::text).toList());
  }

  /** A strategic merge patch, whose result is a map that is then converted. */
  static QuotedPatch strategic(JsonNode patch) {
    return new QuotedPatch(
        GoMap.text(patch),
        WrongTypeException::conversion,
        (type, result) ->
            StrictReading.allOfMap(type, result).stream()
                .map(StrictError::plainText)
                .sorted()
                .toList());
  }
}
