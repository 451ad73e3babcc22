package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;

/** DaemonSets: an annotation counts the generations of the template, as before apps/v1. */
public final class DaemonSetStrategy implements Strategy {
  private static final String GENERATION = "deprecated.daemonset.template.generation";

  @Override
  public void prepareForCreate(ObjectNode set) {
    put(set, 1);
  }

  @Override
  public void prepareForUpdate(ObjectNode set, KubeObject old) {
    long before = number(old.annotations().getOrDefault(GENERATION, "1"));
    boolean same = set.at("/spec/template").equals(old.at("/spec/template"));
    put(set, same ? before : before + 1);
  }

  @Override
  public void prepareForStatus(ObjectNode set, KubeObject old) {
    put(set, number(old.annotations().getOrDefault(GENERATION, "1")));
  }

  private static long number(String text) {
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : 1;
  }

  private static void put(ObjectNode set, long generation) {
    set.withObject("/metadata")
        .withObject("/annotations")
        .put(GENERATION, Long.toString(generation));
  }
}
