package dev.glasshouse.server.json;

import java.util.Optional;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** A record's components must be there, but for those of type {@link Optional}. */
final class RequiredComponents extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    boolean component =
        member instanceof AnnotatedParameter parameter
            && parameter.getOwner().getDeclaringClass().isRecord();
    return component && !Optional.class.isAssignableFrom(member.getRawType());
  }
}
