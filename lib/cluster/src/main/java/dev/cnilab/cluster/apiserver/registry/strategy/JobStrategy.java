package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;

/** Jobs: their pods are identified by the Job's uid. */
public final class JobStrategy implements Strategy {
  private static final String UID = "controller-uid";
  private static final String NAME = "job-name";
  private static final String PREFIX = "batch.kubernetes.io/";

  @Override
  public void prepareForStatus(ObjectNode job, KubeObject old) {
    ReplicationStrategy.labelLikeTemplate(job);
  }

  @Override
  public void prepareForCreate(ObjectNode job) {
    if (job.at("/spec/manualSelector").asBoolean()) {
      return;
    }
    String uid = job.at("/metadata/uid").asText();
    String name = job.at("/metadata/name").asText();
    ObjectNode labels = job.withObject("/spec").withObject("/template/metadata/labels");
    labels.put(PREFIX + UID, uid).put(PREFIX + NAME, name).put(UID, uid).put(NAME, name);
    job.withObject("/spec").withObject("/selector/matchLabels").put(PREFIX + UID, uid);
    if (job.at("/metadata/labels").isEmpty()) {
      job.withObject("/metadata").set("labels", labels.deepCopy());
    }
  }
}
