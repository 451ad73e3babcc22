/** Control groups: what processes may use together; cgroups(7), version 2. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.cgroup;
