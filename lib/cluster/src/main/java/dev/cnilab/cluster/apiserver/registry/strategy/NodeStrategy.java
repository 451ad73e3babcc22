package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;

/** Nodes: kubelets are no longer configured through them, so these fields are dropped. */
public final class NodeStrategy implements Strategy {
  @Override
  public void prepareForCreate(ObjectNode node) {
    node.withObject("/spec").remove("configSource");
  }

  @Override
  public void prepareForUpdate(ObjectNode node, KubeObject old) {
    prepareForCreate(node);
  }

  @Override
  public void prepareForStatus(ObjectNode node, KubeObject old) {
    node.withObject("/status").remove("config");
  }
}
