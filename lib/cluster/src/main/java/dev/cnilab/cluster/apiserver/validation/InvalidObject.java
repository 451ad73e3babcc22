package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.stream.Collectors;

/** The 422 that names every wrong field of an object. */
public final class InvalidObject {
  private InvalidObject() {}

  public static ApiException of(ResourceType type, String name, List<FieldError> errors) {
    return of(type.group(), type.kind(), name, errors);
  }

  public static ApiException of(String group, String kind, String name, List<FieldError> errors) {
    ObjectNode details = Json.object();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    details.put("kind", kind);
    ArrayNode causes = details.putArray("causes");
    errors.forEach(
        error ->
            causes
                .addObject()
                .put("reason", error.type().reason())
                .put("message", error.body())
                .put("field", error.field()));
    String qualified = group.isEmpty() ? kind : kind + "." + group;
    String all =
        errors.stream().map(FieldError::toString).distinct().collect(Collectors.joining(", "));
    return new ApiException(
        new ApiStatus(
            422,
            "Invalid",
            qualified
                + " \""
                + name
                + "\" is invalid: "
                + (errors.stream().distinct().count() > 1 ? "[" + all + "]" : all),
            details));
  }
}
