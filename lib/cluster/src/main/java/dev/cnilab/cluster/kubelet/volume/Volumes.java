package dev.cnilab.cluster.kubelet.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.volume.content.AtomicWriter;
import dev.cnilab.cluster.kubelet.volume.content.PodCertificates;
import dev.cnilab.cluster.kubelet.volume.content.Registrations;
import dev.cnilab.cluster.kubelet.volume.content.ServiceAccountTokens;
import dev.cnilab.cluster.kubelet.volume.content.VolumeContents;
import dev.cnilab.cluster.kubelet.volume.content.VolumeException;
import dev.cnilab.cluster.kubelet.volume.content.VolumeFile;
import dev.cnilab.cluster.kubelet.worker.SyncFailure;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.hardware.WallClock;
import dev.cnilab.userland.process.Machine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Sets up and removes the volumes of pods. */
public final class Volumes {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(122);
  private static final Duration TIMEOUT = Duration.ofSeconds(123);
  private static final Duration POLL = Duration.ofMillis(300);

  private final WallClock clock;
  private final EventLoop loop;
  private final MountNamespace files;
  private final EmptyDirs emptyDirs;
  private final EventRecorder recorder;
  private final VolumeLog log;
  private final Registrations registrations = new Registrations();
  private final ServiceAccountTokens tokens;
  private final PodCertificates certificates;
  private final VolumeContents contents;
  private final Map<String, Map<String, VolumeFile>> written = new HashMap<>();
  private final Map<String, Map<String, Volume>> attached = new HashMap<>();

  /**
   * Without volumes.
   *
   * @param client requests tokens, and waits for them
   * @param impatient reads objects of which the kubelet also has the last known state
   */
  public Volumes(
      ApiClient client,
      ApiClient impatient,
      Machine machine,
      EventRecorder recorder,
      Klog log,
      NodeContext node) {
    this.clock = machine.clock();
    this.loop = machine.loop();
    this.files = machine.files();
    this.emptyDirs = new EmptyDirs(machine, node);
    this.recorder = recorder;
    this.log = new VolumeLog(log, node.nodeName());
    this.tokens = new ServiceAccountTokens(client, clock);
    this.certificates = new PodCertificates(client, machine, recorder, log, node.nodeName());
    this.contents = new VolumeContents(impatient, registrations, tokens, certificates, node);
  }

  public Registrations registrations() {
    return registrations;
  }

  /**
   * Sets up all volumes of a pod, or updates their content. Blocks for up to two minutes if one of
   * them cannot be set up, or until the pod is no longer wanted.
   */
  public void mount(Pod pod, BooleanSupplier wanted) throws SyncFailure {
    Instant deadline = loop.now().plus(TIMEOUT);
    Duration retry = FIRST_RETRY;
    for (List<String> missing = missing(pod); !missing.isEmpty(); missing = missing(pod)) {
      Instant again = loop.now().plus(retry);
      while (loop.now().isBefore(again)) {
        if (!wanted.getAsBoolean() || loop.now().isAfter(deadline)) {
          throw SyncFailure.of(
              "unmounted volumes=%s, unattached volumes=[], failed to process volumes=[]: context deadline exceeded"
                  .formatted(GoText.list(missing)));
        }
        loop.sleep(POLL);
      }
      Duration twice = retry.multipliedBy(2);
      retry = twice.compareTo(LONGEST_RETRY) < 0 ? twice : LONGEST_RETRY;
    }
  }

  /**
   * Sets up what can be set up now, and records why the rest cannot; returns whether that is all.
   */
  public boolean tryMount(Pod pod) {
    return missing(pod).isEmpty();
  }

  /** Removes all volumes of a pod, with what it wrote to them. */
  public void unmount(Pod pod) throws SyncFailure {
    registrations.unregister(pod.uid());
    tokens.forget(pod.uid());
    certificates.forget(pod.uid());
    Map<String, Volume> volumes = attached.remove(pod.uid());
    if (volumes != null) {
      log.unmounted(volumes.values());
      volumes.values().forEach(volume -> written.remove(volume.path()));
    }
    String directory = Volume.directory(pod.uid());
    try {
      if (files.exists(directory)) {
        emptyDirs.unmountBelow(directory);
        files.removeAll(directory);
      }
    } catch (FileException failed) {
      throw SyncFailure.of("failed to remove the pod's directory: " + failed.getMessage());
    }
  }

  /**
   * Removes the directories of pods that this kubelet does not know: they were deleted while no
   * kubelet ran.
   */
  public void removeOrphans(Predicate<String> isGone) {
    try {
      for (String uid :
          files.isDirectory(Volume.PODS) ? files.list(Volume.PODS) : List.<String>of()) {
        if (isGone.test(uid)) {
          emptyDirs.unmountBelow(Volume.directory(uid));
          files.removeAll(Volume.directory(uid));
          log.cleanedUp(uid);
        }
      }
    } catch (FileException unreadable) {
      log.orphansLeft(String.valueOf(unreadable.getMessage()));
    }
  }

  /** The path on the node of a pod's volume. */
  public Optional<String> path(Pod pod, String volume) {
    return Volume.of(pod).stream()
        .filter(each -> each.name().equals(volume))
        .findFirst()
        .map(Volume::path);
  }

  /** Whether a volume of a pod is mounted read-only, whatever the container asks for. */
  public boolean isReadOnly(Pod pod, String volume) {
    return Volume.of(pod).stream()
        .anyMatch(each -> each.name().equals(volume) && each.isReadOnly());
  }

  /** The image of a pod's volume; empty for volumes of another type. */
  public Optional<JsonNode> image(Pod pod, String volume) {
    return Volume.of(pod).stream()
        .filter(each -> each.name().equals(volume) && each.type().equals("image"))
        .findFirst()
        .map(Volume::source);
  }

  private List<String> missing(Pod pod) {
    return Volume.of(pod).stream().filter(volume -> !isSetUp(volume)).map(Volume::name).toList();
  }

  private boolean isSetUp(Volume volume) {
    Map<String, Volume> known =
        attached.computeIfAbsent(volume.pod().uid(), uid -> new LinkedHashMap<>());
    if (known.put(volume.name(), volume) == null) {
      log.attaching(volume);
    }
    try {
      setUp(volume);
      return true;
    } catch (VolumeException | IOException failed) {
      String message =
          "MountVolume.SetUp failed for volume \"%s\" : %s"
              .formatted(volume.name(), failed.getMessage());
      recorder.event(volume.pod().object(), EventType.WARNING, "FailedMount", message);
      return false;
    }
  }

  private void setUp(Volume volume) throws VolumeException, IOException {
    switch (volume.type()) {
      case "hostPath" -> new HostPaths(files).prepare(volume.source());
      case "image" -> {
        // The runtime mounts it.
      }
      case "emptyDir" -> emptyDirs.prepare(volume);
      default -> {
        Map<String, VolumeFile> wanted = contents.of(volume.pod(), volume.type(), volume.source());
        if (emptyDirs.mountIfInMemory(volume)) {
          written.remove(volume.path());
        }
        if (!wanted.equals(written.get(volume.path()))) {
          new AtomicWriter(files).write(volume.path(), wanted, clock.instant());
          files.setPermissions(volume.path(), volume.permissions());
          for (String directory : NestedMounts.in(volume)) {
            files.createDirectories(volume.path() + "/" + directory);
          }
          GroupOwnership ownership = new GroupOwnership(files);
          ownership.apply(volume.pod(), volume.path(), GroupOwnership.Use.READ);
          written.put(volume.path(), wanted);
        }
      }
    }
  }
}
