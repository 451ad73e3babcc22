package dev.cnilab.cluster.apiserver.http.rest;

import dev.cnilab.cluster.apiserver.http.message.Accepted;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rendering.Encoding;
import dev.cnilab.cluster.apiserver.http.rendering.Layout;
import dev.cnilab.cluster.apiserver.http.rendering.Representation;
import dev.cnilab.cluster.apiserver.http.rest.path.PodLogs;
import dev.cnilab.cluster.apiserver.http.rest.path.ResourcePath;
import dev.cnilab.cluster.apiserver.query.ListPage;
import dev.cnilab.cluster.apiserver.query.ListQuery;
import dev.cnilab.cluster.apiserver.query.ListView;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Answers requests that read objects: one, a list, or a watch. On the loop. */
final class ResourceReads {
  private final ApiCore core;
  private final ObjectAnswers answers;

  ResourceReads(ApiCore core, ObjectAnswers answers) {
    this.core = core;
    this.answers = answers;
  }

  Reply components(
      RestRequest request, ResourcePath path, ResourceType type, Representation rendering) {
    List<KubeObject> found = new ComponentStatuses(core.egress().network()).find(path.name());
    if (path.name().isEmpty()) {
      Layout layout = answers.layout(type, request.parameter("includeObject"));
      return new Reply.Objects(Encoding.JSON, rendering.list(layout, found, Json.object()));
    } else if (found.isEmpty()) {
      throw ApiErrors.notFound(type, path.name());
    }
    return answers.one(request, rendering, type, found.getFirst(), 200);
  }

  Reply read(RestRequest request, ResourcePath path, ResourceType type, Accepted accepted) {
    if (!path.name().isEmpty()) {
      return since(
          ListQuery.versionOfOne(request.query()),
          () -> readOne(request, path, type, accepted.rendering()));
    }
    ListQuery query = ListQuery.of(request.query());
    Selection selection = selection(request, path, type);
    return query.watch()
        ? watch(request, query, selection, accepted)
        : list(request, query, selection, accepted.rendering());
  }

  private Reply readOne(
      RestRequest request, ResourcePath path, ResourceType type, Representation rendering) {
    KubeObject object = core.registry().get(type, path.namespace(), path.name());
    return switch (path.subresource()) {
      case "log" -> PodLogs.of(object, request.query(), core.loop().now());
      case "scale" ->
          answers.one(request, rendering, type, core.subresources().showScale(type, object), 200);
      default -> answers.one(request, rendering, type, object, 200);
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

  Selection selection(RestRequest request, ResourcePath path, ResourceType type) {
    return Selection.of(
        type,
        path.namespace(),
        request.parameter("labelSelector"),
        request.parameter("fieldSelector"),
        core.resources().selectable(type));
  }

  /** Once a watch has been accepted, it reports errors as events. */
  private Reply watch(
      RestRequest request, ListQuery query, Selection selection, Accepted accepted) {
    accepted.watched();
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
        accepted,
        request.parameter("includeObject"),
        query.timeout());
  }

  private Reply list(
      RestRequest request, ListQuery query, Selection selection, Representation rendering) {
    ListView view = ListView.of(query);
    return since(
        view.required(),
        () -> {
          ListPage page = view.page(core.store(), selection);
          return new Reply.Objects(
              Encoding.JSON,
              rendering.list(
                  answers.layout(selection.type(), request.parameter("includeObject")),
                  answers.shown(request, selection.type(), page.objects()),
                  page.metadata()));
        });
  }
}
