package dev.cnilab.cluster.apiserver.http.rest;

import dev.cnilab.cluster.apiserver.custom.ServedResources;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rendering.Layout;
import dev.cnilab.cluster.apiserver.http.rendering.Representation;
import dev.cnilab.cluster.apiserver.registry.version.Conversion;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.time.InstantSource;
import java.util.List;

/** Answers that show objects. On the loop. */
record ObjectAnswers(ServedResources resources, InstantSource clock) {
  /** One object, in its form and in the version that the path names. */
  Reply one(
      RestRequest request,
      Representation rendering,
      ResourceType type,
      KubeObject object,
      int code) {
    Layout layout = layout(type, request.parameter("includeObject"));
    KubeObject shown = shown(request, type, List.of(object)).getFirst();
    return new Reply.Document(code, "application/json", rendering.one(layout, shown));
  }

  /**
   * How objects of a type are written out.
   *
   * @param include what each row of a table contains besides its cells
   */
  Layout layout(ResourceType type, String include) {
    return Layout.of(resources, clock, type, include);
  }

  /** The objects in the version of a type, which a webhook may have to convert. */
  List<KubeObject> shown(RestRequest request, ResourceType type, List<KubeObject> objects) {
    return resources
        .custom(type)
        .map(kind -> Conversion.to(kind, objects, request.verdicts()))
        .orElse(objects);
  }
}
