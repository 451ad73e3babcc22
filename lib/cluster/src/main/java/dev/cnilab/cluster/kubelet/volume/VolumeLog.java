package dev.cnilab.cluster.kubelet.volume;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.Klog;
import java.util.Collection;

/** What the volume manager writes into the kubelet's log. */
final class VolumeLog {
  private final Klog log;
  private final String node;

  VolumeLog(Klog log, String node) {
    this.log = log;
    this.node = node;
  }

  void attaching(Volume volume) {
    log.info(
        "reconciler_common.go:251",
        "operationExecutor.VerifyControllerAttachedVolume started for volume %s (UniqueName: %s) pod %s (UID: %s) "
            .formatted(
                GoText.quote(volume.name()),
                GoText.quote(volume.uniqueName()),
                GoText.quote(volume.pod().name()),
                GoText.quote(volume.pod().uid())),
        "pod",
        volume.pod().key());
  }

  void cleanedUp(String podUid) {
    log.info(
        "kubelet_volumes.go:163",
        "Cleaned up orphaned pod volumes dir",
        "podUID",
        podUid,
        "path",
        Volume.directory(podUid) + "/volumes");
  }

  void orphansLeft(String cause) {
    log.failure("kubelet.go:2650", cause, "Failed cleaning pods");
  }

  void unmounted(Collection<Volume> volumes) {
    for (Volume volume : volumes) {
      String uid = GoText.quote(volume.pod().uid());
      log.info(
          "reconciler_common.go:163",
          "operationExecutor.UnmountVolume started for volume %s (UniqueName: %s) pod %s (UID: %s) "
              .formatted(GoText.quote(volume.name()), GoText.quote(volume.uniqueName()), uid, uid));
    }
    for (Volume volume : volumes) {
      String uid = GoText.quote(volume.pod().uid());
      log.plain(
          "operation_generator.go:791",
          "UnmountVolume.TearDown succeeded for volume %s (OuterVolumeSpecName: %s) pod %s (UID: %s). InnerVolumeSpecName %s. PluginName %s, VolumeGIDValue \"\""
              .formatted(
                  GoText.quote(volume.uniqueName()),
                  GoText.quote(volume.name()),
                  uid,
                  uid,
                  GoText.quote(volume.name()),
                  GoText.quote(volume.plugin())));
    }
    for (Volume volume : volumes) {
      log.info(
          "reconciler_common.go:299",
          "Volume detached for volume %s (UniqueName: %s) on node %s DevicePath \"\""
              .formatted(
                  GoText.quote(volume.name()),
                  GoText.quote(volume.uniqueName()),
                  GoText.quote(node)));
    }
  }
}
