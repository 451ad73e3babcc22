package dev.cnilab.cluster.controller.garbage;

import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.ResourceType;

/** An object that has owners. */
record Dependent(ResourceType type, ObjectKey key) {}
