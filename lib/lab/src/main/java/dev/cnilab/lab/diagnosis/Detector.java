package dev.cnilab.lab.diagnosis;

import java.util.stream.Stream;

/** Looks for one kind of cause. */
@FunctionalInterface
interface Detector {

  Stream<Suspicion> in(Picture picture);
}
