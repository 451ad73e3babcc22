package dev.cnilab.cluster.apiserver.validation.field;

/** Checks one place of an object, and adds errors to that place. */
@FunctionalInterface
public interface Check {
  void at(ValidatedField place);
}
