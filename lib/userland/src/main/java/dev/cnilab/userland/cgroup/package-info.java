/** Control groups, which limit the resources of groups of processes; cgroups(7), version 2. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.cgroup;
