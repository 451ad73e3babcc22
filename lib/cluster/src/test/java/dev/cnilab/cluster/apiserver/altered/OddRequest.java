package dev.cnilab.cluster.apiserver.altered;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.Samples;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A request in which one thing or another is odd. */
record OddRequest(String method, String target, String contentType, String accept, String body) {
  private static final String JSON = "application/json";
  private static final String EXISTING = "existing";

  private static final List<String> PATCHES =
      List.of(
          "application/merge-patch+json",
          "application/strategic-merge-patch+json",
          "application/json-patch+json",
          "application/apply-patch+yaml");

  private static final List<String> OPERATIONS =
      List.of("add", "remove", "replace", "move", "copy", "test", "odd", "");

  private static final List<String> SUBRESOURCES =
      List.of("status", "scale", "approval", "finalize", "ephemeralcontainers", "resize", "odd");

  private static final List<String> PARAMETERS =
      List.of(
          "labelSelector",
          "fieldSelector",
          "limit",
          "continue",
          "resourceVersion",
          "resourceVersionMatch",
          "timeoutSeconds",
          "allowWatchBookmarks",
          "pretty",
          "dryRun",
          "fieldManager",
          "fieldValidation",
          "force",
          "gracePeriodSeconds",
          "propagationPolicy",
          "orphanDependents",
          "container",
          "tailLines",
          "odd");

  private static final List<String> ARGUMENTS =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "x",
          "All",
          "true",
          "99999999999999999999",
          "a=b",
          "a in (b",
          "metadata.name=existing",
          "spec.nodeName!=x",
          "!,",
          "\u0000",
          "é",
          "Exact",
          "NotOlderThan",
          "Strict",
          "eyJ2IjoibWV0YSJ9");

  private static final List<String> ACCEPTED =
      List.of(
          JSON,
          "application/yaml",
          "application/vnd.kubernetes.protobuf",
          "application/json;as=Table;v=v1;g=meta.k8s.io",
          "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
          "*/*",
          "text/html",
          "odd");

  /** Objects that would change how later requests are answered. */
  private static final List<String> GOVERNING =
      List.of("admissionregistration.k8s.io", "rbac.authorization.k8s.io");

  /** One that creates an object. */
  static OddRequest valid(ResourceType type, String body) {
    return new OddRequest("POST", collection(type), JSON, JSON, body);
  }

  /** Draws one. */
  static OddRequest draw(Random random, int number) {
    Alteration alteration = new Alteration(random);
    ResourceType type = alteration.any(Samples.types());
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> creation(alteration, random, type, number);
      case 4 -> replacement(alteration, random, type);
      case 5, 6 -> patch(alteration, random, type);
      case 7 -> part(alteration, random, type);
      case 8 -> reading(alteration, random, type);
      default -> odd(alteration, random, type);
    };
  }

  /** Whether it may change the store if it succeeds. */
  boolean writes() {
    return !method.equals("GET") && !target.contains("dryRun=All");
  }

  private static OddRequest creation(
      Alteration alteration, Random random, ResourceType type, int number) {
    ObjectNode object = Samples.of(type, "drawn" + number).json();
    return new OddRequest(
        "POST", collection(type) + options(random, type), JSON, JSON, alteration.of(object));
  }

  private static OddRequest replacement(Alteration alteration, Random random, ResourceType type) {
    ObjectNode object = Samples.of(type, EXISTING).json();
    return new OddRequest(
        "PUT", path(type) + options(random, type), JSON, JSON, alteration.of(object));
  }

  private static OddRequest patch(Alteration alteration, Random random, ResourceType type) {
    ObjectNode object = Samples.of(type, EXISTING).json();
    String media = alteration.any(PATCHES);
    String body =
        media.startsWith("application/json-patch")
            ? operations(alteration, random, object)
            : alteration.of(object);
    String part = random.nextInt(4) == 0 ? "/" + alteration.any(SUBRESOURCES) : "";
    String manager = random.nextInt(8) == 0 ? "" : "&fieldManager=m";
    return new OddRequest(
        "PATCH", path(type) + part + options(random, type) + manager, media, JSON, body);
  }

  private static String operations(Alteration alteration, Random random, ObjectNode object) {
    List<String> pointers = new ArrayList<>(alteration.pointers(object));
    pointers.addAll(List.of("", "/", "/-", "/spec/-", "no/slash", "/metadata/labels/a", "/~2"));
    ArrayNode operations = Json.array();
    for (int i = random.nextInt(3); i >= 0; i--) {
      ObjectNode operation = operations.addObject();
      operation.put("op", alteration.any(OPERATIONS)).put("path", alteration.any(pointers));
      if (random.nextInt(3) > 0) {
        operation.set("value", Json.parse("[" + alteration.value() + "]").get(0));
      }
      if (random.nextInt(3) == 0) {
        operation.put("from", alteration.any(pointers));
      }
    }
    return random.nextInt(4) == 0
        ? alteration.of(Json.object().set("x", operations))
        : operations.toString();
  }

  /** A write to a subresource. */
  private static OddRequest part(Alteration alteration, Random random, ResourceType type) {
    String body =
        switch (random.nextInt(5)) {
          case 0 -> "{\"spec\": {\"replicas\": %s}}".formatted(alteration.value());
          case 1 -> "{\"status\": %s}".formatted(alteration.value());
          case 2 -> "{\"target\": %s}".formatted(alteration.value());
          case 3 ->
              "{\"metadata\": {\"name\": \"existing\"}, \"deleteOptions\": %s}"
                  .formatted(alteration.value());
          default -> alteration.of(Samples.of(type, EXISTING).json());
        };
    List<String> parts = new ArrayList<>(SUBRESOURCES);
    parts.addAll(List.of("binding", "eviction", "token"));
    return new OddRequest(
        random.nextBoolean() ? "POST" : "PUT",
        path(type) + "/" + alteration.any(parts) + options(random, type),
        JSON,
        JSON,
        body);
  }

  private static OddRequest reading(Alteration alteration, Random random, ResourceType type) {
    String place = random.nextBoolean() ? collection(type) : path(type);
    if (random.nextInt(8) == 0) {
      place += "/" + alteration.any(List.of("status", "scale", "log", "odd"));
    }
    return new OddRequest("GET", place + query(alteration), JSON, alteration.any(ACCEPTED), "");
  }

  private static OddRequest odd(Alteration alteration, Random random, ResourceType type) {
    String method =
        alteration.any(List.of("DELETE", "POST", "PUT", "PATCH", "GET", "HEAD", "OPTIONS", "ODD"));
    String place =
        alteration.any(
            List.of(
                path(type),
                collection(type),
                collection(type) + "/",
                collection(type) + "//x",
                collection(type) + "/" + encoded("é/..%"),
                "/apis/" + type.group() + "/v9/x",
                "/api/v1/namespaces/absent/pods",
                "/openapi/v3/" + type.group(),
                "/odd"));
    return new OddRequest(
        method,
        place + query(alteration) + "&dryRun=All",
        alteration.any(List.of(JSON, "application/yaml", "text/plain", "", PATCHES.getFirst())),
        alteration.any(ACCEPTED),
        alteration.any(
            List.of(
                "",
                "{",
                "[]",
                "null",
                "a: [b",
                "{\"kind\": \"DeleteOptions\", \"apiVersion\": \"v1\", \"preconditions\": %s}"
                    .formatted(alteration.value()),
                alteration.of(Samples.of(type, EXISTING).json()))));
  }

  private static String query(Alteration alteration) {
    return "?%s=%s&%s=%s"
        .formatted(
            alteration.any(PARAMETERS),
            encoded(alteration.any(ARGUMENTS)),
            alteration.any(PARAMETERS),
            encoded(alteration.any(ARGUMENTS)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String options(Random random, ResourceType type) {
    boolean dry = GOVERNING.contains(type.group()) || random.nextInt(4) > 0;
    return "?fieldValidation="
        + List.of("Strict", "Warn", "Ignore").get(random.nextInt(3))
        + (dry ? "&dryRun=All" : "");
  }

  private static String collection(ResourceType type) {
    return (type.group().isEmpty() ? "/api/v1/" : "/apis/" + type.apiVersion() + "/")
        + (type.namespaced() ? "namespaces/default/" : "")
        + type.plural();
  }

  private static String path(ResourceType type) {
    return collection(type) + "/" + Samples.name(type, EXISTING);
  }
}
