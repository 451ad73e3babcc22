package dev.cnilab.cluster.containerd.sandbox;

import dev.cnilab.cluster.containerd.daemon.Store;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of sandboxes: a sandbox has its name for itself, and already while it is being made,
 * which takes long when a plugin hangs.
 */
final class SandboxNames {
  private final Store<Sandbox> sandboxes;
  private final Map<String, String> making = new HashMap<>();

  SandboxNames(Store<Sandbox> sandboxes) {
    this.sandboxes = sandboxes;
  }

  /** Forgets the sandboxes that an earlier run of the service was making. */
  void recover() {
    making.clear();
  }

  /**
   * Keeps others from a name.
   *
   * @return releases it; the sandbox has it from then on if it is in the store
   * @throws CriException if another sandbox has it
   */
  Runnable reserve(String id, PodSandboxConfig.Metadata metadata) {
    String name =
        "%s_%s_%s_%d"
            .formatted(metadata.name(), metadata.namespace(), metadata.uid(), metadata.attempt());
    String holder =
        sandboxes.ofPod(metadata.uid()).stream()
            .filter(other -> other.config().metadata().equals(metadata))
            .map(Sandbox::id)
            .findFirst()
            .orElseGet(() -> making.getOrDefault(name, ""));
    if (!holder.isEmpty()) {
      throw new CriException(
          CriException.Code.FAILED_PRECONDITION,
          "failed to reserve sandbox name \"%s\": name \"%s\" is reserved for \"%s\""
              .formatted(name, name, holder));
    }
    making.put(name, id);
    return () -> making.remove(name, id);
  }
}
