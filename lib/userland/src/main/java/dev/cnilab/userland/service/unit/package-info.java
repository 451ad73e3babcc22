/** Units as their files define them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.service.unit;
