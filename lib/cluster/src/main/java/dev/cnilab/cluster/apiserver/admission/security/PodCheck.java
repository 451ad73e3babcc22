package dev.cnilab.cluster.apiserver.admission.security;

import java.util.Optional;

/** One rule of the standards. */
@FunctionalInterface
interface PodCheck {
  /** The pod's violation, if any. */
  Optional<Violation> look(PodSpec pod);
}
