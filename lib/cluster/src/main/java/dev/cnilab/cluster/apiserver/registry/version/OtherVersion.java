package dev.cnilab.cluster.apiserver.registry.version;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Optional;

/** A version in which objects are shown and accepted, but not stored. */
public sealed interface OtherVersion permits AutoscalerVersion, EventVersion {
  /** The type its objects are stored as. */
  ResourceType keptAs();

  /** An object of this version as it is stored. */
  KubeObject stored(KubeObject object);

  /** A stored object in this version. */
  KubeObject shown(KubeObject object);

  /** How a type differs from the stored one; empty if it is the stored one. */
  static Optional<OtherVersion> of(ResourceType type) {
    if (type.equals(ResourceTypes.NEW_EVENTS)) {
      return Optional.of(EventVersion.INSTANCE);
    }
    return type.equals(AutoscalerVersion.SHOWN)
        ? Optional.of(AutoscalerVersion.INSTANCE)
        : Optional.empty();
  }

  /** A stored object as a type shows it, which may not be the stored type. */
  static KubeObject shownAs(ResourceType type, KubeObject stored) {
    return of(type).map(version -> version.shown(stored)).orElse(stored);
  }
}
