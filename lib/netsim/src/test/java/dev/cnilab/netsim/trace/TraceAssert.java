package dev.cnilab.netsim.trace;

import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** Assertions about a packet's trace. */
public final class TraceAssert extends AbstractAssert<TraceAssert, Trace> {
  private TraceAssert(Trace actual) {
    super(actual, TraceAssert.class);
  }

  public static TraceAssert assertThat(Trace trace) {
    return new TraceAssert(trace);
  }

  public TraceAssert deliveredAt(String namespace) {
    isNotNull();
    Assertions.assertThat(actual.isDelivered()).as("delivered: %s", actual).isTrue();
    Assertions.assertThat(lastHop().namespace()).isEqualTo(namespace);
    return this;
  }

  public TraceAssert droppedAt(String namespace, DropReason reason) {
    isNotNull();
    Assertions.assertThat(actual.drop())
        .as("dropped: %s", actual)
        .map(Step.Dropped::reason)
        .contains(reason);
    Assertions.assertThat(lastHop().namespace()).isEqualTo(namespace);
    return this;
  }

  public TraceAssert because(String detail) {
    Assertions.assertThat(actual.drop().orElseThrow().detail()).contains(detail);
    return this;
  }

  public TraceAssert passed(String... namespaces) {
    Assertions.assertThat(actual.hops()).extracting(Hop::namespace).containsExactly(namespaces);
    return this;
  }

  public TraceAssert answered() {
    Assertions.assertThat(actual.reply()).as("reply of %s", actual).isPresent();
    return this;
  }

  public TraceAssert has(Class<? extends Step> step) {
    List<Step> steps = actual.hops().stream().flatMap(hop -> hop.steps().stream()).toList();
    Assertions.assertThat(steps).hasAtLeastOneElementOfType(step);
    return this;
  }

  private Hop lastHop() {
    return actual.hops().get(actual.hops().size() - 1);
  }
}
