// SPDX-License-Identifier: EUPL-1.2
// A link inside a message: reached by Enter and arrows instead of Tab, and followed without leaving the page.
import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

interface RowLinkProps {
  href: string;
  className?: string | undefined;
  children: ReactNode;
}

export function RowLink({ href, className, children }: RowLinkProps) {
  const navigate = useNavigate();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void navigate({ href });
  };
  return (
    <a href={href} className={className} tabIndex={-1} onClick={follow}>
      {children}
    </a>
  );
}
