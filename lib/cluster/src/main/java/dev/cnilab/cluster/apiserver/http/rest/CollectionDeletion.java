package dev.cnilab.cluster.apiserver.http.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.rendering.Encoding;
import dev.cnilab.cluster.apiserver.http.rendering.Representation;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;

/** Deletes listed objects, some in each event, so that others need not wait for all of them. */
record CollectionDeletion(
    ApiCore core,
    ObjectAnswers answers,
    ResourceType type,
    List<KubeObject> doomed,
    DeleteOptions options,
    Requester requester) {
  /** They take less than a tenth of a second. */
  private static final int AT_ONCE = 500;

  /** Deletes those with this index and higher. The answer has all, as they were listed. */
  Reply from(int first) {
    int next = Math.min(first + AT_ONCE, doomed.size());
    doomed.subList(first, next).forEach(this::delete);
    if (next < doomed.size()) {
      return new Reply.Unfinished(() -> from(next));
    }
    ObjectNode metadata =
        Json.object().put("resourceVersion", Long.toString(core.store().revision()));
    return new Reply.Objects(
        Encoding.JSON, Representation.OBJECT.list(answers.layout(type, ""), doomed, metadata));
  }

  /** As in a real server, one that has changed is deleted, and one that is gone is no failure. */
  private void delete(KubeObject listed) {
    core.store()
        .find(type, listed.namespace(), listed.name())
        .ifPresent(object -> core.deletion().delete(type, object, options, requester));
  }
}
