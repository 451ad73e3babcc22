package dev.cnilab.cluster.apiserver.admission.security;

import java.util.Optional;

/** One rule of the standards. */
@FunctionalInterface
interface PodCheck {
  /** What it has against a pod, if anything. */
  Optional<Violation> look(PodSpec pod);
}
