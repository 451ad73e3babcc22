package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks complete objects. */
public final class Validation {
  private Validation() {}

  /**
   * Checks an object that is about to be created.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 with all that is wrong
   */
  public static void requireValid(ResourceType type, KubeObject object) {
    List<FieldError> errors = check(type, object);
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
    List<FieldError> errors = new ArrayList<>(check(type, object));
    errors.addAll(UpdateRules.check(type, object, old));
    if (!errors.isEmpty()) {
      throw InvalidObject.of(type, object.name(), errors);
    }
  }

  private static List<FieldError> check(ResourceType type, KubeObject object) {
    List<FieldError> errors = new ArrayList<>(MetadataRules.check(type, object));
    Optional<Struct> struct = Schemas.builtIn().of(type);
    struct.ifPresent(known -> walk(known, object.json(), "", errors));
    errors.addAll(KindRules.check(type, object));
    return errors;
  }

  private static void walk(Schema type, JsonNode value, String path, List<FieldError> errors) {
    switch (type) {
      case Struct struct -> {
        FieldRules.check(struct.name(), value, path, errors);
        StructRules.check(struct.name(), value, path, errors);
        value
            .properties()
            .forEach(
                entry -> {
                  String name = entry.getKey();
                  struct
                      .field(name)
                      .filter(field -> !name.equals("status"))
                      .ifPresent(
                          field ->
                              walk(
                                  field.type(),
                                  entry.getValue(),
                                  path.isEmpty() ? name : path + "." + name,
                                  errors));
                });
      }
      case ListOf list -> {
        for (int i = 0; i < value.size(); i++) {
          walk(list.items(), value.get(i), path + "[" + i + "]", errors);
        }
      }
      case MapOf map ->
          value
              .properties()
              .forEach(
                  e -> walk(map.values(), e.getValue(), path + "[" + e.getKey() + "]", errors));
      case Schema.Scalar scalar -> {}
    }
  }
}
