package dev.cnilab.cluster.apiserver.http.rest.body;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.http.message.RequestBody.Checked;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.protobuf.Protobuf;
import dev.cnilab.cluster.apiserver.registry.write.SentFields;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.strict.StrictError;
import dev.cnilab.cluster.apiserver.schema.strict.StrictReading;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a request's body. What a patch makes of them is looked at where it is made, and
 * protobuf can't have such fields.
 */
public final class SentBody implements SentFields {
  private final RestRequest request;

  public SentBody(RestRequest request) {
    this.request = request;
  }

  @Override
  public List<String> errors(Optional<Struct> type, ObjectNode object) {
    return request
        .body()
        .checked()
        .filter(ahead -> isPatch() || ahead.type().equals(type))
        .map(Checked::errors)
        .orElseGet(() -> found(type, object));
  }

  /**
   * Looks at the body before the loop asks for it, unless that is too much. From any thread.
   *
   * @param type of the object that it seems to have
   */
  void readAhead(Optional<Struct> type) {
    if (!request.contentType().equals("application/yaml")) { // which takes its tree as well
      Budget.within(Budget.REQUEST, () -> found(type, Json.object()))
          .ifPresent(errors -> request.body().keep(new Checked(type, errors)));
    }
  }

  private boolean isPatch() {
    return request.method().equals("PATCH");
  }

  private List<String> found(Optional<Struct> type, ObjectNode object) {
    byte[] bytes = request.body().bytes();
    for (Patch.Type patch : Patch.Type.values()) {
      if (patch.mediaType().equals(request.contentType())) {
        return switch (patch) {
          case JSON ->
              texts(StrictReading.ofOperations(bytes)).stream().map("json patch "::concat).toList();
          case MERGE, STRATEGIC -> texts(StrictReading.ofAnything(bytes));
          case APPLY ->
              repeatedKeys().stream().map("error converting YAML to JSON: "::concat).toList();
        };
      }
    }
    return switch (request.contentType()) {
      case Protobuf.MEDIA_TYPE -> List.of();
      case "application/yaml" -> {
        List<String> errors = new ArrayList<>(repeatedKeys());
        type.ifPresent(struct -> errors.addAll(texts(StrictReading.ofMap(struct, object))));
        yield errors;
      }
      default ->
          texts(
              type.map(struct -> StrictReading.of(struct, bytes))
                  .orElseGet(() -> StrictReading.ofAnything(bytes)));
    };
  }

  private List<String> repeatedKeys() {
    return RepeatedKeys.in(request.body().text()).stream().toList();
  }

  private static List<String> texts(List<StrictError> errors) {
    return errors.stream().map(StrictError::text).toList();
  }
}
