package dev.cnilab.cluster.controller.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which indexes of an Indexed Job have succeeded, have failed, or are still to run. */
record IndexedPods(KubeObject job, JobPods pods, FailurePolicy policy) {
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";
  private static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
  private static final int LONGEST_HOSTNAME = 63;

  static boolean are(KubeObject job) {
    return job.text("/spec/completionMode").equals("Indexed");
  }

  /** Whether each index has its own backoff limit. */
  boolean haveLimits() {
    return job.at("/spec").has("backoffLimitPerIndex");
  }

  Indexes succeeded() {
    Indexes known = Indexes.parse(job.text("/status/completedIndexes"), completions());
    pods.succeeded().stream()
        .map(IndexedPods::index)
        .filter(this::isOfJob)
        .forEach(known.numbers()::add);
    return known;
  }

  Indexes failed() {
    Indexes known = Indexes.parse(job.text("/status/failedIndexes"), completions());
    if (haveLimits()) {
      Indexes succeeded = succeeded();
      pods.failed().stream()
          .map(IndexedPods::index)
          .filter(this::isOfJob)
          .filter(index -> !succeeded.numbers().contains(index) && isSpent(index))
          .forEach(known.numbers()::add);
    }
    return known;
  }

  private boolean isOfJob(int index) {
    return index >= 0 && index < completions();
  }

  private boolean isSpent(int index) {
    return failures(index) > job.at("/spec/backoffLimitPerIndex").asInt()
        || failedAt(index).stream()
            .anyMatch(pod -> policy.on(pod).action() == FailurePolicy.Action.FAIL_INDEX);
  }

  private int failures(int index) {
    return failedAt(index).size();
  }

  private List<KubeObject> failedAt(int index) {
    return pods.failed().stream().filter(pod -> index(pod) == index).toList();
  }

  /** The first indexes that have no active pod and are not finished. */
  List<Integer> toStart(int count) {
    NavigableSet<Integer> taken = new TreeSet<>(succeeded().numbers());
    taken.addAll(failed().numbers());
    pods.active().forEach(pod -> taken.add(index(pod)));
    pods.ending().forEach(pod -> taken.add(index(pod)));
    return IntStream.range(0, completions())
        .boxed()
        .filter(index -> !taken.contains(index))
        .limit(count)
        .toList();
  }

  /** How many indexes have neither succeeded nor failed. */
  int missing() {
    return completions() - succeeded().size() - failed().size();
  }

  int completions() {
    return job.at("/spec/completions").asInt();
  }

  /** Turns a pod into the one for an index, as in KEP-2214 and KEP-3850. */
  KubeObject at(int index, KubeObject pod) {
    return pod.edit(
        json -> {
          ObjectNode metadata = json.withObject("/metadata");
          metadata.put("generateName", "%s-%d-".formatted(job.name(), index));
          metadata.withObject("/labels").put(INDEX, Integer.toString(index));
          ObjectNode annotations = metadata.withObject("/annotations");
          annotations.put(INDEX, Integer.toString(index));
          if (haveLimits()) {
            annotations.put(FAILURES, Integer.toString(failures(index)));
          }
          String hostname = "%s-%d".formatted(job.name(), index);
          ObjectNode spec = json.withObject("/spec");
          if (hostname.length() <= LONGEST_HOSTNAME) {
            spec.put("hostname", hostname);
          }
          for (String list : new String[] {"initContainers", "containers"}) {
            spec.path(list).forEach(container -> tell((ObjectNode) container));
          }
        });
  }

  private static void tell(ObjectNode container) {
    if (!Json.named(container.path("env"), "JOB_COMPLETION_INDEX").isMissingNode()) {
      return;
    }
    container
        .withArray("/env")
        .addObject()
        .put("name", "JOB_COMPLETION_INDEX")
        .putObject("valueFrom")
        .putObject("fieldRef")
        .put("fieldPath", "metadata.labels['%s']".formatted(INDEX));
  }

  private static int index(KubeObject pod) {
    String index = pod.annotations().getOrDefault(INDEX, "");
    return index.matches("\\d{1,9}") ? Integer.parseInt(index) : -1;
  }
}
