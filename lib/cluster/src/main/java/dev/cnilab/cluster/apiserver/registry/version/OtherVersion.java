package dev.cnilab.cluster.apiserver.registry.version;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Optional;

/** A version in which objects are shown and taken, but not kept. */
public sealed interface OtherVersion permits AutoscalerVersion, EventVersion {
  /** The type its objects are kept as. */
  ResourceType keptAs();

  /** An object of this version as it is kept. */
  KubeObject stored(KubeObject object);

  /** A kept object in this version. */
  KubeObject shown(KubeObject object);

  /** How a type differs from what is kept; empty if it is what is kept. */
  static Optional<OtherVersion> of(ResourceType type) {
    if (type.equals(ResourceTypes.NEW_EVENTS)) {
      return Optional.of(EventVersion.INSTANCE);
    }
    return type.equals(AutoscalerVersion.SHOWN)
        ? Optional.of(AutoscalerVersion.INSTANCE)
        : Optional.empty();
  }

  /** A kept object as a type shows it that may not be the one it is kept as. */
  static KubeObject shownAs(ResourceType type, KubeObject stored) {
    return of(type).map(version -> version.shown(stored)).orElse(stored);
  }
}
