package dev.cnilab.cluster.apiserver.http.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.http.message.Accepted;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rendering.Representation;
import dev.cnilab.cluster.apiserver.http.rest.body.Bodies;
import dev.cnilab.cluster.apiserver.http.rest.path.AllowedMethods;
import dev.cnilab.cluster.apiserver.http.rest.path.Containers;
import dev.cnilab.cluster.apiserver.http.rest.path.ResourcePath;
import dev.cnilab.cluster.apiserver.proxy.ProxyTargets;
import dev.cnilab.cluster.apiserver.query.ListQuery;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.Deletion;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Answers requests for objects. On the loop. */
final class ResourceApi {
  /** The warning to everyone who reads or writes Endpoints, since 1.33. */
  private static final String ENDPOINTS_DEPRECATED =
      "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";

  /** The kinds whose deletion is answered with the object, not with a Status. */
  private static final Set<String> RETURNED_WHEN_GONE = Set.of("pods", "services");

  /** The subresources that are not part of a stored object. */
  private static final Set<String> QUESTIONS = Set.of("binding", "eviction", "token");

  private static final Set<String> CONNECT = Set.of("attach", "exec", "portforward");

  /** The number of parts of {@code /api/v1/namespaces/NAMESPACE/pods/NAME/proxy}. */
  private static final int NAMESPACED_PROXY = 8;

  /** The number of parts of {@code /api/v1/nodes/NAME/proxy}. */
  private static final int NODE_PROXY = 6;

  private final ApiCore core;
  private final Bodies bodies = new Bodies();
  private final ObjectAnswers answers;
  private final ResourceReads reads;

  ResourceApi(ApiCore core) {
    this.core = core;
    this.answers = new ObjectAnswers(core.resources(), core.loop()::now);
    this.reads = new ResourceReads(core, answers);
  }

  Reply answer(RestRequest request, ResourcePath path) {
    ResourceType type =
        core.resources()
            .find(path.group(), path.version(), path.plural())
            .orElseThrow(ApiErrors::noSuchResource);
    AllowedMethods.require(path, type, request.method());
    if (CONNECT.contains(path.subresource())) {
      // A refused WebSocket ends up here, because kubectl then tries SPDY.
      KubeObject pod = core.registry().get(type, path.namespace(), path.name());
      return new Reply.Upgrade(
          pod,
          path.subresource().equals("portforward")
              ? ""
              : Containers.chosen(pod, request.parameter("container")),
          request);
    }
    if (path.subresource().equals("proxy")) {
      return new Reply.Proxied(
          new ProxyTargets(core.store(), core.loop().random())
              .find(type, path.namespace(), path.name()),
          type.namespaced() ? NAMESPACED_PROXY : NODE_PROXY,
          request);
    }
    boolean isCustom = core.resources().custom(type).isPresent();
    if (!isCustom) {
      Accepted.requireRouted(request.accept(), produced(request, path));
    }
    Accepted accepted = // before any write
        Accepted.of(
            request.accept(),
            forms(path, type),
            isCustom && !path.subresource().equals("scale") ? Accepted.TEXT : Accepted.BUILT_IN);
    return bounded(request, accepted, () -> answer(request, path, type, accepted));
  }

  /** Each part of an answer has the budget of a request. */
  private Reply bounded(RestRequest request, Accepted accepted, Supplier<Reply> work) {
    Reply reply =
        core.draws()
            .during(request.verdicts().drawn(), () -> Budget.within(Budget.REQUEST, work))
            .orElseThrow(ApiErrors::deadlineExceeded);
    return switch (reply) {
      case Reply.Encoded document -> document.in(accepted.encoding());
      case Reply.Unfinished part ->
          new Reply.Unfinished(() -> bounded(request, accepted, part.rest()));
      default -> reply;
    };
  }

  private static List<String> produced(RestRequest request, ResourcePath path) {
    return request.method().equals("GET") && path.name().isEmpty()
        ? Accepted.producedByLists()
        : Accepted.produced();
  }

  private Reply answer(
      RestRequest request, ResourcePath path, ResourceType type, Accepted accepted) {
    Representation rendering = accepted.rendering();
    path.requireStorable();
    if (type.equals(ResourceTypes.ENDPOINTS)) {
      request.warnings().add(ENDPOINTS_DEPRECATED);
    }
    if (type.equals(ResourceTypes.COMPONENT_STATUSES)) {
      request.warnings().add(ComponentStatuses.DEPRECATED);
      return reads.components(request, path, type, rendering);
    }
    return switch (request.method()) {
      case "GET" -> reads.read(request, path, type, accepted);
      case "POST" -> create(request, path, type, rendering);
      case "PUT" ->
          update(request, path, type, rendering, WriteOptions.requester(request, Json.object()));
      case "PATCH" ->
          patch(request, path, type, rendering, WriteOptions.requester(request, Json.object()));
      case "DELETE" -> delete(request, path, type, rendering);
      default -> throw ApiErrors.methodNotAllowed();
    };
  }

  private static Set<Representation> forms(ResourcePath path, ResourceType type) {
    return isAnsweredOnly(type) || QUESTIONS.contains(path.subresource())
        ? Representation.WITHOUT_TABLE
        : Representation.ALL;
  }

  private static boolean isAnsweredOnly(ResourceType type) {
    return type.verbs().equals(List.of("create"));
  }

  private Reply create(
      RestRequest request, ResourcePath path, ResourceType type, Representation rendering) {
    KubeObject body = inNamespace(body(request, path, type), path, type);
    // An eviction contains the options of its deletion.
    Requester requester = WriteOptions.requester(request, body.at("/deleteOptions"));
    if (type.equals(ResourceTypes.BINDINGS)) {
      return Reply.Document.created(
          core.subresources()
              .create(ResourceTypes.PODS, path.namespace(), body.name(), "binding", body, requester)
              .json());
    }
    KubeObject made =
        isAnsweredOnly(type)
            ? core.reviews().answer(type, body, requester)
            : path.subresource().isEmpty()
                ? core.registry().create(type, body, requester)
                : core.subresources()
                    .create(
                        type, path.namespace(), path.name(), path.subresource(), body, requester);
    return answers.one(request, rendering, type, made, 201);
  }

  private Reply update(
      RestRequest request,
      ResourcePath path,
      ResourceType type,
      Representation rendering,
      Requester requester) {
    KubeObject body = inNamespace(body(request, path, type), path, type);
    if (body.name().isEmpty()) {
      throw ApiErrors.badRequest(
          "the name of the object (%s based on URL) was undeterminable: name must be provided"
              .formatted(path.name()));
    }
    if (!body.name().equals(path.name())) {
      throw ApiErrors.badRequest(
          "the name of the object ("
              + body.name()
              + ") does not match the name on the URL ("
              + path.name()
              + ")");
    }
    return switch (path.subresource()) {
      case "" ->
          answers.one(request, rendering, type, core.registry().update(type, body, requester), 200);
      case "status" ->
          answers.one(
              request, rendering, type, core.registry().updateStatus(type, body, requester), 200);
      default ->
          Reply.Document.ok(
              core.subresources().update(type, path.subresource(), body, requester).json());
    };
  }

  private Reply patch(
      RestRequest request,
      ResourcePath path,
      ResourceType type,
      Representation rendering,
      Requester requester) {
    Patch patch = bodies.patch(request, path.subresource());
    Optional<KubeObject> old = core.store().find(type, path.namespace(), path.name());
    KubeObject changed =
        core.patches().apply(type, path.namespace(), path.name(), patch, requester);
    return answers.one(request, rendering, type, changed, old.isEmpty() ? 201 : 200);
  }

  private Reply delete(
      RestRequest request, ResourcePath path, ResourceType type, Representation rendering) {
    ObjectNode body = bodies.deleteOptions(request);
    Requester requester = WriteOptions.requester(request, body);
    DeleteOptions options = WriteOptions.deletion(request, body);
    if (path.name().isEmpty()) {
      ListQuery.of(request.query());
      List<KubeObject> doomed = core.store().list(reads.selection(request, path, type));
      return new CollectionDeletion(core, answers, type, doomed, options, requester).from(0);
    }
    KubeObject object = core.registry().get(type, path.namespace(), path.name());
    Deletion.Outcome outcome = core.deletion().delete(type, object, options, requester);
    return outcome.gone() && !RETURNED_WHEN_GONE.contains(type.plural())
        ? Reply.Document.ok(success(type, outcome.object()))
        : answers.one(request, rendering, type, outcome.object(), 200);
  }

  private static ObjectNode success(ResourceType type, KubeObject object) {
    ObjectNode json = Json.object().put("kind", "Status").put("apiVersion", "v1");
    json.putObject("metadata");
    json.put("status", "Success");
    ObjectNode details = json.putObject("details").put("name", object.name());
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural()).put("uid", object.uid());
    return json;
  }

  private KubeObject body(RestRequest request, ResourcePath path, ResourceType type) {
    return path.subresource().isEmpty() || path.subresource().equals("status")
        ? bodies.object(request, type)
        : bodies.part(request, type);
  }

  private static KubeObject inNamespace(KubeObject body, ResourcePath path, ResourceType type) {
    if (!type.namespaced() || path.namespace().isEmpty()) {
      return body;
    }
    if (!body.namespace().isEmpty() && !body.namespace().equals(path.namespace())) {
      throw ApiErrors.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (body.json().hasNonNull("metadata") && !body.json().path("metadata").isObject()) {
      return body; // of a wrong type, which is refused in the words for its kind
    }
    return body.edit(json -> json.withObject("/metadata").put("namespace", path.namespace()));
  }
}
