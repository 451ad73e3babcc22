package dev.cnilab.cluster.kubelet.worker;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.worker.PodWorker.Stage;
import dev.cnilab.cluster.log.Klog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drives every pod of the node through its life. A failed step is retried after 10 to 15 s, after 1
 * to 1.5 s while the network is not ready, or when a container's back-off ends; a successful one is
 * repeated after 1 to 1.5 min.
 */
public final class PodWorkers {
  private static final Duration RESYNC = Duration.ofMinutes(1);
  private static final Duration AFTER_ANNOTATION = Duration.ofSeconds(1);
  private static final Duration UNTIL_PLACE_IS_FREE = Duration.ofSeconds(10);
  private static final double JITTER = 0.5;

  private final Lifetime lifetime;
  private final PodSync sync;
  private final Klog log;
  private final WorkQueue queue;
  private final Map<String, PodWorker> workers = new HashMap<>();

  /**
   * The uid of the static pod with a name; another one with that name waits until the first has
   * ended.
   */
  private final Map<String, String> staticPods = new HashMap<>();

  public PodWorkers(Lifetime lifetime, PodSync sync, Klog log) {
    this.lifetime = lifetime;
    this.sync = sync;
    this.log = log;
    this.queue = new WorkQueue(lifetime, this::wake);
  }

  /** Handles a new or changed pod. */
  public void update(Pod pod) {
    PodWorker worker = workers.computeIfAbsent(pod.uid(), uid -> new PodWorker(pod));
    if (worker.stage() == Stage.FINISHED) {
      return;
    }
    worker.use(pod);
    if (pod.isDeleted()) {
      worker.limitGrace(pod.gracePeriodSeconds());
    }
    if (!worker.isTerminationRequested() && (pod.isDeleted() || pod.isTerminal())) {
      worker.enter(Stage.TERMINATING);
    }
    request(worker);
  }

  /**
   * Handles a pod of which only the annotations have changed. A real kubelet syncs it at once; here
   * that takes a second, the duration of a real attempt to set up a network: Calico's plugin
   * annotates the pod at each attempt, and is therefore retried as soon as it has failed.
   */
  public void annotate(Pod pod) {
    PodWorker worker = workers.get(pod.uid());
    if (worker == null) {
      update(pod);
    } else if (worker.stage() != Stage.FINISHED) {
      worker.use(pod);
      if (worker.annotate()) {
        queue.enqueue(pod.uid(), AFTER_ANNOTATION);
      }
    }
  }

  /**
   * Starts a pod that may have the uid of one that is just ending, like a static pod whose manifest
   * is restored: it starts once that one has ended and is forgotten.
   */
  public void begin(Pod pod) {
    PodWorker worker = workers.get(pod.uid());
    if (worker != null && worker.isTerminationRequested()) {
      worker.requestRestart();
    } else {
      update(pod);
    }
  }

  /** Ends a pod whose specification has been removed. */
  public void kill(String podUid) {
    PodWorker worker = workers.get(podUid);
    if (worker != null && !worker.isTerminationRequested()) {
      worker.enter(Stage.TERMINATING);
      request(worker);
    }
  }

  /** Ends a pod at once, permanently. */
  public void evict(String podUid) {
    PodWorker worker = workers.get(podUid);
    if (worker != null) {
      worker.limitGrace(0);
      kill(podUid);
    }
  }

  /** Syncs a pod because something happened to it. */
  public void wake(String podUid) {
    PodWorker worker = workers.get(podUid);
    if (worker != null && worker.stage() != Stage.FINISHED) {
      request(worker);
    }
  }

  /** Whether a pod has been asked to end. */
  public boolean isTerminationRequested(String podUid) {
    PodWorker worker = workers.get(podUid);
    return worker != null && worker.isTerminationRequested();
  }

  /** Whether containers of a pod may run. */
  public boolean mayStillRun(String podUid) {
    PodWorker worker = workers.get(podUid);
    return worker != null && (worker.stage() == Stage.SYNC || worker.stage() == Stage.TERMINATING);
  }

  /** Whether nothing of a pod is needed on this node anymore. */
  public boolean isGone(String podUid) {
    PodWorker worker = workers.get(podUid);
    return worker == null || worker.stage() == Stage.FINISHED;
  }

  /** Whether a known pod has ended permanently. */
  public boolean isFinished(String podUid) {
    PodWorker worker = workers.get(podUid);
    return worker != null && worker.stage() == Stage.FINISHED;
  }

  /** The pods whose containers may run. */
  public List<Pod> active() {
    return workers.values().stream()
        .map(PodWorker::pod)
        .filter(pod -> mayStillRun(pod.uid()))
        .toList();
  }

  /** Forgets the ended pods that are not among these, or that are to start again. */
  public void forgetAllBut(Set<String> podUids) {
    workers
        .values()
        .removeIf(
            worker ->
                worker.stage() == Stage.FINISHED
                    && (worker.isRestartRequested() || !podUids.contains(worker.pod().uid())));
  }

  private void request(PodWorker worker) {
    if (worker.request() && worker.takeStep()) {
      lifetime.spawn("pod " + worker.pod().key(), () -> work(worker));
    }
  }

  private void work(PodWorker worker) {
    do {
      step(worker);
    } while (worker.takeStep() && !lifetime.isOver());
  }

  private void step(PodWorker worker) {
    Pod pod = worker.pod();
    try {
      switch (worker.stage()) {
        case SYNC -> {
          if (!mayStart(pod)) {
            comeBack(worker, UNTIL_PLACE_IS_FREE);
            return;
          }
          if (sync.sync(pod) == PodSync.Outcome.HAS_ENDED) {
            advance(worker, Stage.TERMINATING);
          }
        }
        case TERMINATING -> {
          sync.terminate(pod, worker.gracePeriodSeconds());
          advance(worker, Stage.TERMINATED);
        }
        case TERMINATED -> {
          sync.cleanUp(pod);
          worker.enter(Stage.FINISHED);
          staticPods.remove(pod.key(), pod.uid());
          queue.forget(pod.uid());
          return;
        }
        case FINISHED -> {
          return;
        }
      }
      comeBack(worker, RESYNC);
    } catch (SyncFailure failure) {
      retry(worker, failure);
    } catch (ApiException | CriException failure) {
      retry(worker, SyncFailure.of(String.valueOf(failure.getMessage())));
    }
  }

  /** A changed manifest gives another pod with the same name ({@code allowStaticPodStart}). */
  private boolean mayStart(Pod pod) {
    return !pod.isStatic()
        || staticPods.computeIfAbsent(pod.key(), key -> pod.uid()).equals(pod.uid());
  }

  private void retry(PodWorker worker, SyncFailure failure) {
    Pod pod = worker.pod();
    log.failure(
        "pod_workers.go:1338",
        failure.getMessage(),
        "Error syncing pod, skipping",
        "pod",
        pod.key(),
        "podUID",
        pod.uid());
    Duration wait = failure.retryAfter(lifetime.loop().now());
    comeBack(worker, wait.compareTo(RESYNC) < 0 ? wait : RESYNC);
  }

  private void comeBack(PodWorker worker, Duration usual) {
    Duration wait = worker.isAnnotated() ? AFTER_ANNOTATION : lifetime.jitter(usual, JITTER);
    queue.enqueue(worker.pod().uid(), wait);
  }

  private static void advance(PodWorker worker, Stage next) {
    if (worker.stage().compareTo(next) < 0) {
      worker.enter(next);
    }
    worker.request();
  }
}
