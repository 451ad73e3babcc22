package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.JsonNode;

/** A valid configuration with which containerd does not start. */
public final class UnusableConfigException extends Exception {
  UnusableConfigException(String said) {
    super(said);
  }

  /** A value of another type than the field of containerd that it is for, in go-toml's words. */
  static UnusableConfigException wrongType(JsonNode value, String field, String type) {
    String found =
        switch (value.getNodeType()) {
          case ARRAY -> "array";
          case BOOLEAN -> "boolean";
          case NUMBER -> value.isIntegralNumber() ? "integer" : "float";
          case OBJECT -> "table";
          default -> "string";
        };
    return new UnusableConfigException(
        "toml: cannot decode TOML %s into struct field %s of type %s"
            .formatted(found, field, type));
  }
}
