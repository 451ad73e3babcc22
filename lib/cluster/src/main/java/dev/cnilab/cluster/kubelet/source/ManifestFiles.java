package dev.cnilab.cluster.kubelet.source;

import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.Digest;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The manifests of a directory as they were last read. What has not changed is not parsed again,
 * whether it is a pod or not. A file that becomes invalid keeps its pod until it is forgotten.
 */
final class ManifestFiles {
  /**
   * In bytes. A real kubelet reads 10 MiB ({@code maxConfigLength}), but the mirror pod of so large
   * a manifest is refused by etcd from 1.5 MiB on. Here parsing takes time from others.
   */
  private static final int LARGEST = 1 << 20;

  private final MountNamespace files;
  private final String node;
  private final Supplier<Instant> now;
  private final Map<String, Known> pods = new TreeMap<>();
  private final Map<String, Refused> refused = new HashMap<>();

  private record Known(String digest, Pod pod) {}

  private record Refused(String digest, String message) {}

  /**
   * The manifests of a node.
   *
   * @param now for the time at which a pod was first seen
   */
  ManifestFiles(MountNamespace files, String node, Supplier<Instant> now) {
    this.files = files;
    this.node = node;
    this.now = now;
  }

  /** The pods in the order of their files' names. */
  List<Pod> pods() {
    return pods.values().stream().map(Known::pod).toList();
  }

  /**
   * Reads a file again.
   *
   * @throws IllegalArgumentException if it is not a pod
   * @throws IOException if it can't be read, or is larger than 1 MiB
   */
  void read(String path) throws IOException {
    if (files.status(path).size() > LARGEST) {
      throw new IOException("the read limit is reached");
    }
    String text = files.readText(path);
    String digest = Digest.MD5.hex(text);
    Known known = pods.get(path);
    if (known != null && known.digest().equals(digest)) {
      return;
    }
    Refused before = refused.get(path);
    if (before != null && before.digest().equals(digest)) {
      throw new IllegalArgumentException(before.message());
    }
    try {
      pods.put(path, new Known(digest, Manifest.parse(text, path, node, now.get())));
      refused.remove(path);
    } catch (IllegalArgumentException invalid) {
      refused.put(path, new Refused(digest, Objects.toString(invalid.getMessage())));
      throw invalid;
    }
  }

  void forget(String path) {
    pods.remove(path);
    refused.remove(path);
  }

  /** Forgets the pods of all other files, and the refusals of those that are gone. */
  void retain(Set<String> valid, Collection<String> present) {
    pods.keySet().retainAll(valid);
    refused.keySet().retainAll(present);
  }
}
