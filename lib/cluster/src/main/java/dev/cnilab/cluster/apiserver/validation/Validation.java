package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;

/** Checks complete objects. */
public final class Validation {
  private Validation() {}

  /**
   * Checks an object that is about to be created.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValid(ResourceType type, KubeObject object) {
    List<FieldError> errors = check(type, object, MissingNode.getInstance(), Part.WHOLE);
    if (!errors.isEmpty()) {
      throw InvalidObject.of(type, object.name(), errors);
    }
  }

  /**
   * Checks an object that is about to replace another.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidUpdate(ResourceType type, KubeObject object, KubeObject old) {
    List<FieldError> errors = check(type, object, old.json(), Part.ALL_BUT_STATUS);
    errors.addAll(MetadataRules.checkUpdate(object, old));
    errors.addAll(UpdateRules.check(type, object, old));
    if (!errors.isEmpty()) {
      throw InvalidObject.of(type, object.name(), errors);
    }
  }

  /**
   * Checks an object whose status is about to replace another's.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValidStatus(ResourceType type, KubeObject object, KubeObject old) {
    List<FieldError> errors = check(type, object, old.json(), Part.STATUS);
    errors.addAll(MetadataRules.checkUpdate(object, old));
    if (!errors.isEmpty()) {
      throw InvalidObject.of(type, object.name(), errors);
    }
  }

  /** What of an object is new, and so must be looked at. */
  private enum Part {
    WHOLE,
    ALL_BUT_STATUS,
    STATUS;

    boolean has(String field) {
      return this == WHOLE
          || field.equals("metadata")
          || field.equals("status") == (this == STATUS);
    }
  }

  private static List<FieldError> check(
      ResourceType type, KubeObject object, JsonNode old, Part part) {
    List<FieldError> errors = new ArrayList<>(MetadataRules.check(type, object));
    Schemas.builtIn()
        .of(type)
        .ifPresent(
            known -> {
              FieldRules.check(known.name(), object.json(), old, "", errors);
              known.fields().values().stream()
                  .filter(field -> part.has(field.name()) && object.json().has(field.name()))
                  .forEach(
                      field ->
                          walk(
                              field.type(),
                              object.json().path(field.name()),
                              old.path(field.name()),
                              field.name(),
                              errors));
            });
    errors.addAll(
        part == Part.STATUS ? KindRules.checkStatus(type, object) : KindRules.check(type, object));
    return errors;
  }

  /**
   * @param old what was in the same place before; it is not known of what is in a list
   */
  private static void walk(
      Schema type, JsonNode value, JsonNode old, String path, List<FieldError> errors) {
    switch (type) {
      case Struct struct -> {
        FieldRules.check(struct.name(), value, old, path, errors);
        StructRules.check(struct.name(), value, path, errors);
        value
            .properties()
            .forEach(
                entry -> {
                  String name = entry.getKey();
                  struct
                      .field(name)
                      .ifPresent(
                          field ->
                              walk(
                                  field.type(),
                                  entry.getValue(),
                                  old.path(name),
                                  path + "." + name,
                                  errors));
                });
      }
      case ListOf list -> {
        for (int i = 0; i < value.size(); i++) {
          walk(list.items(), value.get(i), MissingNode.getInstance(), path + "[" + i + "]", errors);
        }
      }
      case MapOf map ->
          value
              .properties()
              .forEach(
                  e ->
                      walk(
                          map.values(),
                          e.getValue(),
                          MissingNode.getInstance(),
                          path + "[" + e.getKey() + "]",
                          errors));
      case Schema.Scalar scalar -> {}
    }
  }
}
