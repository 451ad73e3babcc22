package dev.cnilab.cluster.apiserver.validation.field;

/** Looks at one place of an object, and tells that place what is wrong. */
@FunctionalInterface
public interface Check {
  void at(Place place);
}
