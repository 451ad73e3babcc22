package dev.cnilab.lab.diagnosis.evidence;

import java.util.stream.Stream;

/** Detects one kind of cause. */
@FunctionalInterface
public interface Detector {

  Stream<Suspicion> in(ClusterPicture picture);
}
