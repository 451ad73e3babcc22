package dev.cnilab.cluster.apiserver.http.rest;

import dev.cnilab.cluster.apiserver.http.message.Layout;
import dev.cnilab.cluster.apiserver.http.message.Rendering;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.version.Conversion;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;

/** Answers that show objects. On the loop. */
record ObjectAnswers(ApiCore core) {
  /** One object, in its form and in the version that the path names. */
  Reply one(
      RestRequest request, Rendering rendering, ResourceType type, KubeObject object, int code) {
    Layout layout = Layout.of(core, type, request.parameter("includeObject"));
    KubeObject shown = shown(request, type, List.of(object)).getFirst();
    return new Reply.Document(code, "application/json", rendering.one(layout, shown));
  }

  /** The objects in the version of a type, which a webhook may have to convert. */
  List<KubeObject> shown(RestRequest request, ResourceType type, List<KubeObject> objects) {
    return core.resources()
        .custom(type)
        .map(kind -> Conversion.to(kind, objects, request.verdicts()))
        .orElse(objects);
  }
}
