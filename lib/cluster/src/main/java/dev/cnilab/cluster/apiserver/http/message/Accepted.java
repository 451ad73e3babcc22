package dev.cnilab.cluster.apiserver.http.message;

import dev.cnilab.cluster.apiserver.http.rendering.Encoding;
import dev.cnilab.cluster.apiserver.http.rendering.Representation;
import dev.cnilab.cluster.client.ApiErrors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a client accepts, as its Accept header says.
 *
 * @param encoding the bytes
 * @param rendering what they show of the objects
 */
public record Accepted(Encoding encoding, Representation rendering) {
  /** The encodings of the built-in kinds. */
  public static final Set<Encoding> BUILT_IN = EnumSet.allOf(Encoding.class);

  /** The encodings of what has no messages: custom resources, tables and discovery. */
  public static final Set<Encoding> TEXT = EnumSet.of(Encoding.JSON, Encoding.YAML);

  private static final Comparator<String> BY_QUALITY =
      Comparator.comparingDouble(Accepted::quality).reversed();

  /**
   * The best of the header's alternatives that can be served.
   *
   * @param offered the forms that there are
   * @param encodings those of a whole object
   * @throws dev.cnilab.cluster.client.ApiException 406 if there is none
   */
  public static Accepted of(String accept, Set<Representation> offered, Set<Encoding> encodings) {
    return find(accept, offered, encodings)
        .orElseThrow(() -> ApiErrors.notConvertible(String.join(", ", produced())));
  }

  /**
   * The encoding of an answer that has but one form, such as an error: JSON if the client accepts
   * none of them.
   */
  public static Encoding encoding(String accept, Set<Encoding> encodings) {
    return find(accept, Set.of(Representation.OBJECT), encodings)
        .map(Accepted::encoding)
        .orElse(Encoding.JSON);
  }

  private static Optional<Accepted> find(
      String accept, Set<Representation> offered, Set<Encoding> encodings) {
    if (accept.isBlank()) {
      return Optional.of(new Accepted(Encoding.JSON, Representation.OBJECT));
    }
    return Arrays.stream(accept.split(",", -1))
        .sorted(BY_QUALITY)
        .flatMap(alternative -> alternative(alternative, offered, encodings))
        .findFirst();
  }

  private static Stream<Accepted> alternative(
      String alternative, Set<Representation> offered, Set<Encoding> encodings) {
    List<String> parameters =
        Arrays.stream(alternative.split(";", -1)).skip(1).map(String::strip).toList();
    String stream = value(parameters, "stream=");
    return Representation.form(parameters).filter(offered::contains).stream()
        .flatMap(
            rendering ->
                Arrays.stream(Encoding.values())
                    .filter(encoding -> matches(mediaType(alternative), encoding))
                    .filter(
                        encoding ->
                            stream.isEmpty()
                                || (stream.equals("watch") && !encoding.stream().isEmpty()))
                    .filter(
                        encoding ->
                            rendering == Representation.TABLE
                                ? TEXT.contains(encoding)
                                : rendering != Representation.OBJECT
                                    || encodings.contains(encoding))
                    .map(encoding -> new Accepted(encoding, rendering)));
  }

  private static boolean matches(String mediaType, Encoding encoding) {
    return Set.of("*/*", "application/*", encoding.mediaType()).contains(mediaType);
  }

  /**
   * Checks that go-restful, which routes the built-in kinds and discovery and knows no part of a
   * media type, finds an answer that the client accepts.
   *
   * @param produced the media types of the path
   * @throws dev.cnilab.cluster.client.ApiException 406 if not
   */
  public static void requireRouted(String accept, List<String> produced) {
    if (!accept.isBlank()
        && Arrays.stream(accept.split(",", -1))
            .map(Accepted::mediaType)
            .noneMatch(type -> type.equals("*/*") || produced.contains(type))) {
      throw ApiErrors.notAcceptable(String.join(", ", produced));
    }
  }

  /** What a path of objects produces. */
  public static List<String> produced() {
    return mediaTypes(BUILT_IN);
  }

  /** What a path of discovery produces. */
  public static List<String> producedByDiscovery() {
    return mediaTypes(TEXT);
  }

  private static List<String> mediaTypes(Set<Encoding> encodings) {
    return encodings.stream().map(Encoding::mediaType).toList();
  }

  /** What a path that can be watched produces. */
  public static List<String> producedByLists() {
    return Stream.concat(produced().stream(), streams()).toList();
  }

  /**
   * The encoding of a watch.
   *
   * @throws dev.cnilab.cluster.client.ApiException 406 if there is none
   */
  public Encoding watched() {
    if (encoding.stream().isEmpty()) {
      throw ApiErrors.notConvertible(streams().collect(Collectors.joining(", ")));
    }
    return encoding;
  }

  private static Stream<String> streams() {
    return Arrays.stream(Encoding.values())
        .filter(encoding -> !encoding.stream().isEmpty())
        .map(encoding -> encoding.mediaType() + ";stream=watch");
  }

  private static String mediaType(String alternative) {
    return alternative.split(";", 2)[0].strip();
  }

  private static String value(List<String> parameters, String name) {
    return parameters.stream()
        .filter(each -> each.startsWith(name))
        .map(each -> each.substring(name.length()))
        .findFirst()
        .orElse("");
  }

  /** One, unless a number is given. */
  private static double quality(String alternative) {
    String quality =
        value(Arrays.stream(alternative.split(";", -1)).map(String::strip).toList(), "q=");
    try {
      return quality.isEmpty() ? 1 : Double.parseDouble(quality);
    } catch (NumberFormatException none) {
      return 1;
    }
  }
}
