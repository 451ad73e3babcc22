package dev.cnilab.cluster.apiserver.http.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.http.message.Layout;
import dev.cnilab.cluster.apiserver.http.message.Rendering;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.proxy.ProxyTargets;
import dev.cnilab.cluster.apiserver.query.ListQuery;
import dev.cnilab.cluster.apiserver.query.ListView;
import dev.cnilab.cluster.apiserver.query.Page;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.Deletion;
import dev.cnilab.cluster.apiserver.registry.version.Conversion;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.storage.Selection;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Answers requests for objects. On the loop. */
final class ResourceApi {
  /** The warning to everyone who reads or writes Endpoints, since 1.33. */
  private static final String ENDPOINTS_DEPRECATED =
      "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";

  /** The kinds whose deletion is answered with the object, not with a Status. */
  private static final Set<String> RETURNED_WHEN_GONE = Set.of("pods", "services");

  /** The subresources that are no part of a stored object. */
  private static final Set<String> QUESTIONS = Set.of("binding", "eviction", "token");

  private static final Set<String> CONNECT = Set.of("attach", "exec", "portforward");

  /** The number of parts of {@code /api/v1/namespaces/NAMESPACE/pods/NAME/proxy}. */
  private static final int NAMESPACED_PROXY = 8;

  /** The number of parts of {@code /api/v1/nodes/NAME/proxy}. */
  private static final int NODE_PROXY = 6;

  private final ApiCore core;
  private final Bodies bodies = new Bodies();

  ResourceApi(ApiCore core) {
    this.core = core;
  }

  Reply answer(RestRequest request, ResourcePath path) {
    ResourceType type =
        core.resources()
            .find(path.group(), path.version(), path.plural())
            .orElseThrow(ApiErrors::noSuchResource);
    Routes.require(path, type, request.method());
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
    if (core.resources().custom(type).isEmpty()) {
      Rendering.requireJson(request.accept());
    }
    Rendering rendering = Rendering.of(request.accept(), forms(path, type)); // before any write
    if (type.equals(ResourceTypes.ENDPOINTS)) {
      request.warnings().add(ENDPOINTS_DEPRECATED);
    }
    if (type.equals(ResourceTypes.COMPONENT_STATUSES)) {
      request.warnings().add(Components.DEPRECATED);
      return components(request, path, type, rendering);
    }
    return switch (request.method()) {
      case "GET" -> read(request, path, type, rendering);
      case "POST" -> create(request, path, type, rendering);
      case "PUT" -> update(request, path, type, WriteOptions.requester(request, Json.object()));
      case "PATCH" -> patch(request, path, type, WriteOptions.requester(request, Json.object()));
      case "DELETE" -> delete(request, path, type);
      default -> throw ApiErrors.methodNotAllowed();
    };
  }

  private static Set<Rendering> forms(ResourcePath path, ResourceType type) {
    return isAnsweredOnly(type) || QUESTIONS.contains(path.subresource())
        ? Rendering.WITHOUT_TABLE
        : Rendering.ALL;
  }

  private static boolean isAnsweredOnly(ResourceType type) {
    return type.verbs().equals(List.of("create"));
  }

  private Reply components(
      RestRequest request, ResourcePath path, ResourceType type, Rendering rendering) {
    List<KubeObject> found = new Components(core).find(path.name());
    if (path.name().isEmpty()) {
      Layout layout = Layout.of(core, type, request.parameter("includeObject"));
      return Reply.Document.ok(rendering.list(layout, found, Json.object()));
    } else if (found.isEmpty()) {
      throw ApiErrors.notFound(type, path.name());
    }
    return one(request, type, found.getFirst(), 200);
  }

  private Reply read(
      RestRequest request, ResourcePath path, ResourceType type, Rendering rendering) {
    if (!path.name().isEmpty()) {
      return since(ListQuery.versionOfOne(request.query()), () -> readOne(request, path, type));
    }
    ListQuery query = ListQuery.of(request.query());
    Selection selection = selection(request, path, type);
    return query.watch()
        ? watch(request, query, selection, rendering)
        : list(request, query, selection, rendering);
  }

  private Reply readOne(RestRequest request, ResourcePath path, ResourceType type) {
    KubeObject object = core.registry().get(type, path.namespace(), path.name());
    return switch (path.subresource()) {
      case "log" -> PodLogs.of(object, request.query(), core.loop().now());
      case "scale" -> one(request, type, core.subresources().showScale(type, object), 200);
      default -> one(request, type, object, 200);
    };
  }

  /** Delays an answer until the store has reached a version. */
  private Reply since(long version, Supplier<Reply> answer) {
    return version <= core.store().revision()
        ? answer.get()
        : new Reply.NotYet(Reply.Document.failure(tooLarge(version)));
  }

  private ApiStatus tooLarge(long version) {
    return ApiErrors.tooLargeResourceVersion(version, core.store().revision()).status();
  }

  private Selection selection(RestRequest request, ResourcePath path, ResourceType type) {
    return Selection.of(
        type,
        path.namespace(),
        request.parameter("labelSelector"),
        request.parameter("fieldSelector"),
        core.resources().selectable(type));
  }

  /** Once a watch has been accepted, it reports errors as events. */
  private Reply watch(
      RestRequest request, ListQuery query, Selection selection, Rendering rendering) {
    long version = query.watchedVersion();
    if (version > core.store().revision()) {
      return new Reply.NotYet(
          Reply.Document.ok(
              Json.object()
                  .put("type", "ERROR")
                  .set("object", tooLarge(version).toObject().json())));
    }
    return new Reply.Changes(
        selection,
        query.beginsWithObjects()
            ? OptionalLong.empty()
            : OptionalLong.of(version > 0 ? version : core.store().revision()),
        !query.bookmarks()
            ? Reply.Bookmarks.NONE
            : query.beginsWithObjects() ? Reply.Bookmarks.INITIAL_EVENTS : Reply.Bookmarks.WANTED,
        rendering,
        request.parameter("includeObject"),
        query.timeout());
  }

  private Reply list(
      RestRequest request, ListQuery query, Selection selection, Rendering rendering) {
    ListView view = ListView.of(query);
    return since(
        view.required(),
        () -> {
          Page page = view.page(core.store(), selection);
          return Reply.Document.ok(
              rendering.list(
                  Layout.of(core, selection.type(), request.parameter("includeObject")),
                  shown(request, selection.type(), page.objects()),
                  page.metadata()));
        });
  }

  private Reply create(
      RestRequest request, ResourcePath path, ResourceType type, Rendering rendering) {
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
            ? core.reviews().answer(type, body, request.user())
            : path.subresource().isEmpty()
                ? core.registry().create(type, body, requester)
                : core.subresources()
                    .create(
                        type, path.namespace(), path.name(), path.subresource(), body, requester);
    return one(request, rendering, type, made, 201);
  }

  private Reply update(
      RestRequest request, ResourcePath path, ResourceType type, Requester requester) {
    KubeObject body = inNamespace(body(request, path, type), path, type);
    if (!body.name().equals(path.name())) {
      throw ApiErrors.badRequest(
          "the name of the object ("
              + body.name()
              + ") does not match the name on the URL ("
              + path.name()
              + ")");
    }
    return switch (path.subresource()) {
      case "" -> one(request, type, core.registry().update(type, body, requester), 200);
      case "status" -> one(request, type, core.registry().updateStatus(type, body, requester), 200);
      default ->
          Reply.Document.ok(
              core.subresources().update(type, path.subresource(), body, requester).json());
    };
  }

  private Reply patch(
      RestRequest request, ResourcePath path, ResourceType type, Requester requester) {
    Patch patch = bodies.patch(request, path.subresource());
    Optional<KubeObject> old = core.store().find(type, path.namespace(), path.name());
    KubeObject changed =
        core.patches().apply(type, path.namespace(), path.name(), patch, requester);
    return one(request, type, changed, old.isEmpty() ? 201 : 200);
  }

  private Reply delete(RestRequest request, ResourcePath path, ResourceType type) {
    ObjectNode body = bodies.deleteOptions(request);
    Requester requester = WriteOptions.requester(request, body);
    DeleteOptions options = WriteOptions.deletion(request, body);
    if (path.name().isEmpty()) {
      ListQuery.of(request.query());
      List<KubeObject> doomed = core.store().list(selection(request, path, type));
      doomed.forEach(object -> core.deletion().delete(type, object, options, requester));
      ObjectNode metadata =
          Json.object().put("resourceVersion", Long.toString(core.store().revision()));
      return Reply.Document.ok(Rendering.OBJECT.list(Layout.of(core, type, ""), doomed, metadata));
    }
    KubeObject object = core.registry().get(type, path.namespace(), path.name());
    Deletion.Outcome outcome = core.deletion().delete(type, object, options, requester);
    return outcome.gone() && !RETURNED_WHEN_GONE.contains(type.plural())
        ? Reply.Document.ok(success(type, outcome.object()))
        : one(request, type, outcome.object(), 200);
  }

  private Reply one(RestRequest request, ResourceType type, KubeObject object, int code) {
    return one(request, Rendering.of(request.accept(), Rendering.ALL), type, object, code);
  }

  private Reply one(
      RestRequest request, Rendering rendering, ResourceType type, KubeObject object, int code) {
    Layout layout = Layout.of(core, type, request.parameter("includeObject"));
    KubeObject shown = shown(request, type, List.of(object)).getFirst();
    return new Reply.Document(code, "application/json", rendering.one(layout, shown));
  }

  private List<KubeObject> shown(RestRequest request, ResourceType type, List<KubeObject> objects) {
    return core.resources()
        .custom(type)
        .map(kind -> Conversion.to(kind, objects, request.verdicts()))
        .orElse(objects);
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
    return path.subresource().isEmpty() ? bodies.object(request, type) : bodies.part(request, type);
  }

  private static KubeObject inNamespace(KubeObject body, ResourcePath path, ResourceType type) {
    if (!type.namespaced() || path.namespace().isEmpty()) {
      return body;
    }
    if (!body.namespace().isEmpty() && !body.namespace().equals(path.namespace())) {
      throw ApiErrors.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return body.edit(json -> json.withObject("/metadata").put("namespace", path.namespace()));
  }
}
