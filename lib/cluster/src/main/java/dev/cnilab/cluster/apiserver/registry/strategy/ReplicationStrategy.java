package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;

/**
 * ReplicationControllers: one without labels shows those of its template, whenever it is read; a
 * write of its status that leaves them out does not remove them.
 */
public final class ReplicationStrategy implements Strategy {
  @Override
  public void prepareForStatus(ObjectNode controller, KubeObject old) {
    labelLikeTemplate(controller);
  }

  /** The same for any kind that has a template. */
  static void labelLikeTemplate(ObjectNode object) {
    if (object.at("/metadata/labels").isEmpty()
        && object.at("/spec/template/metadata/labels") instanceof ObjectNode labels) {
      object.withObject("/metadata").set("labels", labels.deepCopy());
    }
  }
}
